import os

from django.core.wsgi import get_wsgi_application

from guildhall.lib.collecting import collect_rarely
from guildhall.lib.stack import with_room
from guildhall.project.patience import be_patient_with_limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")
application = with_room(get_wsgi_application())
be_patient_with_limits()
collect_rarely()
