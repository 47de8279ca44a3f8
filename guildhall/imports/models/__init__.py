from guildhall.imports.models.batches import Batch, Row, SourceMapping

__all__ = ["Batch", "Row", "SourceMapping"]
