package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about the appliance's management. */
final class NefClaims {
    private static final String CINDER = "OpenStack Cinder's NS5 driver, run against the lab (.ci/check-cinder)";
    private static final String NS5 =
            "sources of the vendor's NexentaStor 5 clients; reference of the project, nexenta";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "nef.requests",
                    Evidence.C,
                    "paths, methods, bodies, lists, links and answers of the calls that block storage needs",
                    NS5 + "; " + CINDER),
            new Claim(
                    "nef.tokens",
                    Evidence.C,
                    "a log-in gives a token; without a live one every call is 401 EAUTH, without a licence 401 ELICENSE",
                    NS5 + "; " + CINDER),
            new Claim(
                    "nef.tokens.lifetime",
                    Evidence.E,
                    "a token dies a fixed time after its log-in, by default an hour, and with a restart of management",
                    "assumption"),
            new Claim(
                    "nef.jobs",
                    Evidence.C,
                    "any change may answer 202 with a monitor link, whose last answer is the call's own",
                    NS5 + "; " + CINDER),
            new Claim(
                    "nef.jobs.end",
                    Evidence.E,
                    "a job checks its arguments and does its work at its end, is forgotten after five minutes, and is lost in a power"
                            + " cut",
                    "assumption"),
            new Claim(
                    "nef.pages",
                    Evidence.D,
                    "pages hold 100 at most, a next link has lost the filters, an unknown query parameter is 400 EBADARG",
                    "changelogs of the vendor's drivers (NEX-20603, NEX-18013, NEX-22450)"),
            new Claim(
                    "nef.strict",
                    Evidence.E,
                    "unknown body properties and unknown names in fields are 400 EBADARG, too",
                    "assumption, chosen to be harsh"),
            new Claim(
                    "nef.statuses",
                    Evidence.E,
                    "EEXIST is 409, EBUSY, ENOSPC and EFAILED 500, EAGAIN 503; clients decide by code",
                    "assumption; EBUSY 500, ENOENT 404 and EBADARG 400 from " + NS5),
            new Claim(
                    "nef.lun",
                    Evidence.E,
                    "the caller of a LUN mapping may choose its number",
                    "assumption; no client does"),
            new Claim(
                    "nef.groups.all",
                    Evidence.E,
                    "no group can be made by the name of the built-in one, all, in whatever case",
                    "assumption; the vendor's clients write it in lower case"),
            new Claim(
                    "nef.management",
                    Evidence.D,
                    "management may be slow, hung, away or answer HTML while the data path goes on",
                    "field reports; reference of the project, nexenta 0 and 5"));

    private NefClaims() {}
}
