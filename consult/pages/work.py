"""Following work in the background: how far an analysis or an appendix has come."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from consult.pages import access
from consult.rules.permissions import Access
from consult.services import requesting_work
from consult.services.requesting_work import (
    ANALYSIS,
    APPENDIX,
    FAILED,
    FINISHED,
    LIKENESSES,
    RUNNING,
    WAITING,
)
from consult.store import understanding
from consult.store.consultations import Consultation
from consult.store.understanding import Job

blueprint = Blueprint("work", __name__, url_prefix="/officer/<slug>/work")

SECONDS_BETWEEN_LOOKS = 3
WORK_WORDS = {
    ANALYSIS: "Looking for themes",
    APPENDIX: "Building the appendix",
    LIKENESSES: "Looking for responses that are alike",
}
DONE_WORDS = {
    ANALYSIS: "The suggestions are ready. Read the comments and decide.",
    APPENDIX: "The appendix is built. Look at it before you publish it.",
    LIKENESSES: "Every response was compared. Look at what is alike and decide.",
}
STARTS = {ANALYSIS: "themes.ask", APPENDIX: "publishing.build", LIKENESSES: "likenesses.ask"}
AFTERWARDS = {ANALYSIS: "themes.index", APPENDIX: "publishing.index", LIKENESSES: "likenesses.index"}
PART_OF = {ANALYSIS: "themes", APPENDIX: "publish", LIKENESSES: "responses"}


def start(consultation: Consultation, kind: str) -> Response:
    """Ask for work and go to the page that follows it; work that is under way already is followed instead."""
    try:
        job_id = requesting_work.request(
            consultation,
            kind,
            {},
            by=access.current_account(),
            enqueue=current_app.extensions["enqueue"],
        ).id
    except requesting_work.AlreadyRunning as running:
        job_id = running.job_id
    return redirect(url_for("work.progress", slug=consultation.slug, job_id=job_id), 303)


def under_way(consultation: Consultation, kind: str) -> Job | None:
    """The work of a kind that is waiting or running, if there is any."""
    for job in understanding.jobs(consultation, kind):
        if job.state in (WAITING, RUNNING):
            return job
    return None


@blueprint.get("/<int:job_id>")
@access.requires(Access.OFFICER)
def progress(slug: str, job_id: int) -> Response:
    """How far the work has come. The page looks again by itself until it is done, unless asked not to."""
    consultation, job = access.current_consultation(), understanding.job(job_id)
    if job is None or job.consultation_id != consultation.id or job.kind not in WORK_WORDS:
        abort(404)
    if job.state == FINISHED:
        flash(DONE_WORDS[job.kind], "success")
        return redirect(url_for(AFTERWARDS[job.kind], slug=slug), 303)
    return _progress_page(consultation, job)


def _progress_page(consultation: Consultation, job: Job) -> Response:
    looks_again = job.state != FAILED and request.args.get("look_again") != "no"
    page = make_response(
        render_template(
            "officer/progress.html",
            consultation=consultation,
            active=PART_OF[job.kind],
            job=job,
            title=WORK_WORDS[job.kind],
            failed=job.state == FAILED,
            waiting=job.state == WAITING,
            looks_again=looks_again,
            back=url_for(AFTERWARDS[job.kind], slug=consultation.slug),
            again=url_for(STARTS[job.kind], slug=consultation.slug),
        )
    )
    if looks_again:
        # The header works without JavaScript; the page has a link that stops it.
        page.headers["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return page
