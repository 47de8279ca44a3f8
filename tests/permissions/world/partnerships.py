"""Initiatives of Mesa: one under way with all that hangs on it, one being prepared, one that has ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.partnerships.actions import (
    approving,
    evaluating,
    following,
    initiatives,
    letters,
    linking,
    outreach,
    planning,
    policy,
    recruiting,
    resumes,
    stakeholders,
    updates,
)
from guildhall.partnerships.actions.approving import Working
from guildhall.partnerships.actions.evaluating import Measured
from guildhall.partnerships.actions.initiatives import Described
from guildhall.partnerships.actions.outreach import Message
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.policy import Elsewhere, InTheWay
from guildhall.partnerships.actions.recruiting import Conversation, Fit, Sought
from guildhall.partnerships.actions.resumes import Given
from guildhall.partnerships.actions.stakeholders import Answered, Part, Somebody
from guildhall.partnerships.actions.updates import Written
from guildhall.partnerships.models import Category, EvaluationRound, Initiative, ProgressUpdate, Stakeholder
from guildhall.pathways.models import Pathway
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import secret_of

WHY = {"why": "Nobody knows.", "how": "Together.", "what": "One list.", "timing": "By fall."}


def convened(cast: Cast, records: dict[str, Record], canary: Callable[[str, str], str]) -> dict[str, Any]:
    """What Mesa's convener leads; `initiatives` by how far they are, and what hangs on the one under way."""
    by, director = cast.people["mesa_convener"], cast.people["director"]
    shared, exception = records["shared"].employer, records["exception"].employer
    told = {"institution": cast.mesa, "by": by}
    paths = tuple(Pathway.objects.all())
    rows = {
        kind: initiatives.start_initiative(
            Described(canary(kind, "title"), purpose="One way in.", **WHY, pathways=paths),
            **told,
        )
        for kind in ("initiative", "prepared", "ended")
    }
    for kind in ("initiative", "ended"):
        rows[kind] = initiatives.run_initiative(rows[kind], version=1, by=by)
    rows["ended"] = initiatives.end_initiative(rows["ended"], "Ask sooner.", version=2, by=by)
    row, sector = rows["initiative"], Category.objects.get(name="Postsecondary")
    initiatives.name_lead(row, cast.people["mesa_wbl"], by=by)
    lead = row.leads.get(person=cast.people["mesa_wbl"])
    area = initiatives.add_intermediary(row, {"area": "The coast", "body": "Coast Council"}, by=by)
    profile = recruiting.add_profile(row, Sought(canary("initiative", "sought"), sector, "Nursing", "Places"), by=by)
    fit = Fit(interests=canary("candidate", "interests"))
    considered = [
        recruiting.add_candidate(profile, Somebody(body=canary("candidate", name), name="Ana Ruiz"), fit, by=by)
        for name in ("one", "two")
    ]
    about = Given(clock.today(), canary("candidate", "biography"), "cv.txt", [b"thirty years"])
    considered[0] = resumes.keep_resume(considered[0], about, version=considered[0].version, by=by)
    recruiting.note_interview(considered[0], Conversation(clock.today(), interest="Much"), by=by)
    recruiting.decide(considered[1], chosen=False, reason="No time", version=1, by=by)
    known = _policy(row, canary, by)
    approving.write_protocol(row, Working(canary("initiative", "protocol")), "", version=0, by=by)
    line = planning.plan_activity(row, Planned(canary("initiative", "line"), "process", person=by), by=by)
    part = Part(sector, roles=["decider"])
    asked = stakeholders.take_in(
        row, Somebody(body="State board", name=canary("initiative", "voice"), email="voice@people.example"), part, by=by
    )
    listed = stakeholders.take_in(row, Somebody(employer=shared), part, by=by)
    wrong = stakeholders.take_in(row, Somebody(body="The wrong voice"), part, by=by)
    wrong = stakeholders.replace_stakeholder(wrong, "No say", None, version=1, by=by)
    _of_hidden(row, exception, asked, director)
    letter = Message("mail", "Join us", "", canary("initiative", "message"), "Decide", "Meet them", "The bus", "May 3")
    outreach.reach_out(asked, letter, by=by)
    measure = evaluating.add_measure(row, Measured("outcomes", canary("initiative", "measure")), by=by)
    said = Answered(accepted=True, how="spoken", on=clock.today())
    asked.refresh_from_db()
    stakeholders.record_answer(asked, said, version=asked.version, by=by)
    going = evaluating.open_round(row, "full", clock.today() + timedelta(9), by=by)
    past = EvaluationRound.objects.create(
        initiative=row, kind="full", opened_on=clock.today() - timedelta(30), until=clock.today() - timedelta(9), by=by
    )
    seen = evaluating.conclude(past, canary("initiative", "seen"), by=by)
    row.refresh_from_db()
    link = initiatives.open_link(row, version=row.version, by=by)
    row.refresh_from_db()
    rows["initiative"] = initiatives.publish_initiative(row, public=True, version=row.version, by=by)
    kestrel = stakeholders.take_in(row, Somebody(employer=shared, name="Whoever decides there"), part, by=by)
    stakeholders.record_answer(kestrel, said, version=kestrel.version, by=by)
    planning.plan_activity(row, Planned("Open five places", "capacity", stakeholder=kestrel), by=by)
    _follow(row, asked, by)
    told = _tell(rows["initiative"], canary, by)
    known |= _papers(rows["initiative"], told["draft"], asked, canary, {"by": by, "director": director})
    return {
        "updates": told,
        "portal_part": kestrel.pk,
        "choose_secret": secret_of("progress update", "how-often"),
        "follow_secret": secret_of("following an initiative", "follow"),
        "initiatives": {kind: Initiative.objects.get(pk=one.pk) for kind, one in rows.items()},
        "initiative_link": link,
        "outreach": secret_of("outreach to a stakeholder", "part"),
        "measure": measure.pk,
        "rounds": {"open": going.pk, "over": past.pk},
        "conclusion": seen.pk,
        "evaluation_secret": secret_of("evaluation of an initiative", "how-it-goes"),
        "lead": lead.pk,
        "area": area.pk,
        "profile": profile.pk,
        "category": sector.pk,
        "candidates": {"open": considered[0].pk, "decided": considered[1].pk},
        "activity": line.pk,
        **known,
        "stakeholders": {"asked": asked.pk, "listed": listed.pk, "replaced": wrong.pk},
    }


def _policy(row: Initiative, canary: Callable[[str, str], str], by: Any) -> dict[str, Any]:
    """A rule in the way that its author sees to, and what another state does."""
    found = InTheWay(canary("initiative", "barrier"), "State board", person=by)
    seen = Elsewhere("Another state", canary("initiative", "peer"), "One list.", clock.today())
    return {
        "barrier": policy.note_barrier(row, found, by=by).pk,
        "peer_model": policy.add_peer_model(row, seen, by=by).pk,
    }


def _papers(
    row: Initiative, draft: Any, asked: Stakeholder, canary: Callable[[str, str], str], who: dict[str, Any]
) -> dict[str, Any]:
    """A paper that a partner is asked to approve by a link, and the draft of an update, which those who lead read."""
    by, director = who["by"], who["director"]
    named = approving.name_approver("update", director, by=director)
    until = clock.today() + timedelta(9)
    paper = approving.PutUp("other", until, title="Charter", text=canary("initiative", "paper"))
    made = approving.put_up(row, paper, [asked], by=by)
    secret = secret_of("approval of a paper", "approve-paper")
    update = approving.PutUp("update", until, update=ProgressUpdate.objects.get(pk=draft))
    inside = approving.put_up(row, update, [], by=by)
    return {
        "approvals": {"paper": made.pk, "draft": inside.pk},
        "approver": made.asked.get().pk,
        "approval_secret": secret,
        "named_approver": named.pk,
    }


def _follow(row: Initiative, asked: Stakeholder, by: Any) -> None:
    """Whoever speaks for the state board hears of each update; somebody else asks to."""
    known = following.follower_for(asked)
    following.note_choice(asked, "every", version=known.version, by=by)
    following.ask_to_follow(row, "voice@people.example", "monthly")


def _tell(row: Initiative, canary: Callable[[str, str], str], by: Any) -> dict[str, Any]:
    """Updates of the initiative: a draft, one for partners and colleagues, one for everybody."""
    today, results = clock.today(), {}
    for kind in ("draft", "inside", "outside"):
        words = canary("candidate" if kind == "draft" else "initiative", f"told{kind}")  # a draft is for those who lead
        said = Written(words, today - timedelta(9), today, "In short.", words, public=kind == "outside")
        made = updates.draft_update(row, said, ("accepted", "employers", "internship"), by=by)
        if kind != "draft":
            made = updates.publish_update(made, version=made.version, by=by)
        results[kind] = made.pk
    letters.send_letters()
    return results


def _of_hidden(row: Initiative, hidden: Employer, asked: Stakeholder, director: Any) -> None:
    """A stakeholder whose employer Mesa does not see, for whom somebody works, and who sees to a line of the plan."""
    somebody = Somebody(employer=hidden, contact=hidden.contacts.current().first())
    leader = stakeholders.take_in(row, somebody, Part(asked.category, roles=["champion"]), by=director)
    known = Somebody(body=asked.body, name=asked.name, email=asked.email)
    part = Part(asked.category, roles=["decider"], works_for=leader)
    stakeholders.change_stakeholder(asked, known, part, {}, version=asked.version, by=director)
    planning.plan_activity(row, Planned("Open ten places", "capacity", stakeholder=leader), by=director)


def brought_together(cast: Cast, more: dict[str, Any]) -> dict[str, Any]:
    """The meeting and an agreement of Mesa, linked with the initiative under way."""
    by, row = cast.people["mesa_convener"], more["initiatives"]["initiative"]
    meeting = linking.link_meeting(row, more["meetings"]["mesa"], by=by)
    agreement = linking.link_agreement(row, more["agreements"]["shared"], by=by)
    return {"linked_meeting": meeting.pk, "linked_agreement": agreement.pk}
