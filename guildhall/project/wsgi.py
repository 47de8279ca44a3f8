import os
import sys

from django.core.wsgi import get_wsgi_application

from guildhall.lib.collecting import collect_rarely
from guildhall.lib.stack import with_room
from guildhall.project.patience import be_patient_with_limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhall.project.settings")
# Who holds a row while others wait for it asks the database a dozen times, and each time another thread that computes
# may keep it from going on for so many seconds: Python's own five thousandths add up to more than its work (ADR 96).
sys.setswitchinterval(0.0005)
application = with_room(get_wsgi_application())
be_patient_with_limits()
collect_rarely()
