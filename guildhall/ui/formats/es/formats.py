"""Spanish of the United States: days and numbers are written as in the English of the same offices.

The first format of each list is the one in which a value is put into a field: browsers take days as ISO alone.
"""

from django.conf.locale.en import formats as english

DATE_INPUT_FORMATS = english.DATE_INPUT_FORMATS
DATETIME_INPUT_FORMATS = english.DATETIME_INPUT_FORMATS
TIME_INPUT_FORMATS = english.TIME_INPUT_FORMATS
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 0
