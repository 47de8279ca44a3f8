"""How one e-mail begins and ends to leave, as two functions of the database, whose plans are made once a session
(ADR 95). The index for the beginnings of keys goes: nobody asks for one, and each step wrote into it.
"""

from django.db import migrations

# Three statements, each of which sees what was committed before it began: so the second one sees what was committed
# while the first one waited for the row.
BEGIN = """
CREATE FUNCTION outbox_begin(one uuid, worker uuid, until timestamptz, why text, wanted text,
                             OUT became text, OUT tried smallint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM outbox_outgoingemail WHERE id = one AND state = 'queued' AND leased_by = worker FOR UPDATE;
    UPDATE outbox_outgoingemail AS e SET attempts = e.attempts + 1, leased_until = until, error = why, state = CASE
        WHEN EXISTS (SELECT 1 FROM outbox_suppression AS s WHERE lower(s.address) = lower(e."to"))
            OR e.content_id IS NOT NULL AND EXISTS (SELECT 1 FROM outbox_returned AS r
                WHERE r.address = lower(e."to") AND r.kind = 'complaint') THEN 'suppressed'
        ELSE wanted END
    WHERE e.id = one AND e.state = 'queued' AND e.leased_by = worker
    RETURNING e.state, e.attempts INTO became, tried;
END $$
"""
# Whatever became of it is written by the worker that has it, also where it was thought dead; not once a person decided.
END = """
CREATE FUNCTION outbox_end(one uuid, worker uuid, became text, said text, sent timestamptz, due timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE outbox_outgoingemail AS e SET state = became, error = said, sent_at = sent, due_at = coalesce(due, e.due_at),
        leased_by = NULL, leased_until = NULL
    WHERE e.id = one AND e.leased_by = worker AND e.state IN ('queued', 'sending', 'unknown');
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0009_settled_returns")]

    operations = [
        migrations.RunSQL(BEGIN, "DROP FUNCTION outbox_begin"),
        migrations.RunSQL(END, "DROP FUNCTION outbox_end"),
        migrations.RunSQL("DROP INDEX IF EXISTS outbox_outgoingemail_key_eafba02e_like", migrations.RunSQL.noop),
    ]
