from guildhall.pathways.forms.programs import Coded, CodeField, CodesField, PathwayForm, ProgramForm

__all__ = ["CodeField", "Coded", "CodesField", "PathwayForm", "ProgramForm"]
