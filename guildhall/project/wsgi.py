import gc
import os

from django.core.wsgi import get_wsgi_application

from guildhall.project.patience import be_patient_with_limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")
application = get_wsgi_application()
be_patient_with_limits()

# What is loaded by now stays for good: looking through it again and again for garbage cost every twentieth page tens
# of milliseconds, and copied memory that the processes share.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
