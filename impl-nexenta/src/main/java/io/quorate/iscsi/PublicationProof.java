package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Size;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.san.FitnessReport;
import io.quorate.san.FitnessReport.Check;
import io.quorate.san.FitnessReport.Verdict;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a publication portal by portal, then at its reservations. What goes wrong is a finding; every portal has its share of the
 * time, so that one that swallows packets leaves time for the others.
 */
final class PublicationProof {
    private static final List<String> OF_THE_UNIT =
            List.of(FitnessReport.NAA, FitnessReport.CAPACITY, FitnessReport.BLOCK_SIZE, FitnessReport.WRITABLE);

    /** How faults of a login say that the target could not authenticate us (RFC 7143 11.13.5). */
    private static final Set<String> NOT_AUTHENTICATED = Set.of("login 2/1", "AuthMethod=Reject");

    /** How a check ended. */
    record Finding(Verdict verdict, String detail) {
        static Finding passed(String detail) {
            return new Finding(Verdict.PASSED, detail);
        }

        static Finding failed(String detail) {
            return new Finding(Verdict.FAILED, detail);
        }

        static Finding notTested(String detail) {
            return new Finding(Verdict.NOT_TESTED, detail);
        }

        static Finding of(boolean passed, String detail) {
            return passed ? passed(detail) : failed(detail);
        }
    }

    private final Initiator initiator;
    private final IscsiOptions options;
    private final Publication publication;
    private final QuorateRuntime runtime;
    private final Deadline deadline;
    private final BooleanSupplier closed;
    private final Credentials.@Nullable Chap chap;
    private final List<Check> checks = new ArrayList<>();
    private final List<Portal> sound = new ArrayList<>();

    PublicationProof(IscsiLink link, Publication publication) {
        this.initiator = link.initiator();
        this.options = link.options();
        this.publication = publication;
        this.runtime = link.runtime();
        this.deadline = link.deadline();
        this.closed = link.closed();
        // Where none is wanted the nodes will log in without, so we do.
        this.chap = publication.chap() ? options.chap() : null;
    }

    FitnessReport report() {
        Deadline looking = part(deadline, 2, 3);
        int left = publication.portals().size();
        for (Portal portal : publication.portals()) {
            look(portal, part(looking, 1, left--));
        }
        String unit = publication.target() + " LUN " + publication.lun();
        goOn("");
        Finding reservations = reservations();
        goOn("; reservations: " + reservations.detail());
        add(FitnessReport.RESERVATIONS, unit, reservations);
        // Last, because a reservation that an interrupted proof left keeps everybody from asking.
        add(FitnessReport.WRITABLE, unit, attempt(this::writable));
        goOn("");
        return new FitnessReport(publication, checks);
    }

    /** Tells whether nobody wants to know any more. */
    boolean ended() {
        return Thread.currentThread().isInterrupted() || closed.getAsBoolean();
    }

    /** Ends the proof when nobody wants to know any more: what was not seen because of that is no finding. */
    private void goOn(String besides) {
        if (ended()) {
            String why = Thread.currentThread().isInterrupted() ? "interrupted" : "the client was closed";
            throw Fault.unanswered(ErrorKind.UNREACHABLE)
                    .because("the proof of " + publication.volume() + " was broken off: " + why + besides);
        }
    }

    private Deadline part(Deadline whole, int numerator, int denominator) {
        Duration share = whole.remaining().multipliedBy(numerator).dividedBy(denominator);
        return Deadline.in(share, runtime);
    }

    private void look(Portal portal, Deadline until) {
        boolean visible = false;
        boolean entered = false;
        goOn("");
        // REPORT LUNS is for LUN 0: a target need not answer it elsewhere (SPC-4 6.33).
        try (ScsiUnit door = enter(portal, options.name(), 0, false, until)) {
            add(FitnessReport.PORTAL, portal, Finding.passed("logged in as " + options.name()));
            entered = true;
            Finding lun = attempt(() -> listed(door.luns()));
            add(FitnessReport.LUN, portal, lun);
            visible = lun.verdict() == Verdict.PASSED;
        } catch (Fault fault) {
            add(FitnessReport.PORTAL, portal, refused(fault, options.name()));
            add(FitnessReport.LUN, portal, Finding.notTested("the portal was not logged in to"));
        }
        goOn("");
        if (visible) {
            unit(portal, until);
        } else {
            skipUnit(portal, "the logical unit was not seen there");
        }
        goOn("");
        add(FitnessReport.CHAP, portal, publication.chap() ? enforced(portal, entered, until) : notWanted(portal));
    }

    private void unit(Portal portal, Deadline until) {
        try (ScsiUnit unit = enter(portal, options.name(), publication.lun(), false, until)) {
            Finding naa = attempt(() -> sameNaa(unit));
            add(FitnessReport.NAA, portal, naa);
            add(FitnessReport.CAPACITY, portal, attempt(() -> sameSize(unit)));
            add(FitnessReport.BLOCK_SIZE, portal, attempt(() -> usualBlocks(unit)));
            if (naa.verdict() == Verdict.PASSED) {
                sound.add(portal);
            }
        } catch (Fault fault) {
            skipUnit(portal, said(fault));
        }
    }

    private void skipUnit(Portal portal, String why) {
        OF_THE_UNIT.forEach(name -> add(name, portal, Finding.notTested(why)));
    }

    private Finding listed(List<Integer> luns) {
        if (luns.contains(publication.lun())) {
            return Finding.passed("LUN " + publication.lun() + " is one of " + luns);
        }
        String seen = "the target shows us " + (luns.isEmpty() ? "no LUN" : "the LUNs " + luns) + ", not "
                + publication.lun();
        return stranger(options.name()) ? Finding.notTested(seen + "; " + admission()) : Finding.failed(seen);
    }

    private Finding sameNaa(ScsiUnit unit) {
        Naa naa = unit.naa();
        return naa == null
                ? Finding.failed("it has no NAA identifier in VPD page 83")
                : Finding.of(
                        naa.equals(publication.naa()),
                        naa.equals(publication.naa())
                                ? naa + ", as published"
                                : "it is " + naa + "; published is " + publication.naa());
    }

    private Finding sameSize(ScsiUnit unit) {
        Capacity capacity = unit.capacity();
        long bytes = capacity.blocks() * capacity.blockSize();
        long wanted = publication.size().bytes();
        return Finding.of(
                bytes == wanted,
                bytes == wanted
                        ? Size.bytes(bytes) + ", the volume's size"
                        : "it has " + bytes + " bytes; the volume " + publication.volume() + " has " + wanted);
    }

    private static Finding usualBlocks(ScsiUnit unit) {
        int size = unit.capacity().blockSize();
        return Finding.of(
                size == 512 || size == 4096,
                size + " bytes" + (size == 512 || size == 4096 ? "" : "; Windows takes 512 or 4096"));
    }

    private Finding writable() {
        if (sound.isEmpty()) {
            return nowhereSeen();
        }
        try (ScsiUnit unit = enter(sound.get(0), options.name(), publication.lun(), false, deadline)) {
            return unit.writeProtected()
                    ? Finding.failed("it is write-protected")
                    : Finding.passed("it is not write-protected");
        }
    }

    private static Finding nowhereSeen() {
        return Finding.notTested("through no portal the right logical unit was seen");
    }

    /** The publication wants CHAP: without it nobody may come in, and with it we did. */
    private Finding enforced(Portal portal, boolean entered, Deadline until) {
        try (InitiatorSession open =
                initiator.login(options.login(portal, options.name(), publication.target(), 0, null, false), until)) {
            return Finding.failed("the target lets us in without CHAP");
        } catch (Fault fault) {
            if (!notAuthenticated(fault)) {
                return Finding.notTested("a login without CHAP failed, but not for that: " + said(fault));
            }
            if (entered) {
                return Finding.passed("a login without CHAP is refused, one with it is not");
            }
            return Finding.notTested("a login without CHAP is refused; whether one with it is accepted was not seen"
                    + (chap == null ? ": the endpoint has no CHAP credentials" : ""));
        }
    }

    /** The publication wants none; we logged in without, or were refused for it. */
    private Finding notWanted(Portal portal) {
        for (Check check : checks) {
            if (check.name().equals(FitnessReport.PORTAL)
                    && check.subject().equals(portal.toString())
                    && check.verdict() == Verdict.PASSED) {
                return Finding.passed("none is wanted, and a login without it is accepted");
            }
        }
        return Finding.notTested("none is wanted; whether a login without it is accepted was not seen");
    }

    private Finding reservations() {
        if (sound.isEmpty()) {
            return nowhereSeen();
        }
        if (!options.writable()) {
            return Finding.notTested("the endpoint is read-only; its option " + IscsiOptions.ACCESS + "="
                    + IscsiOptions.READ_WRITE + " lets two initiator names register and reserve for a moment");
        }
        // The second initiator comes through another portal where there is one: reservations must hold across portals.
        return new ReservationProof(this, sound.get(0), sound.get(sound.size() - 1), runtime, part(deadline, 9, 10))
                .prove();
    }

    /** Opens a session; the caller closes it. */
    ScsiUnit enter(Portal portal, Iqn as, int lun, boolean writes, Deadline until) {
        InitiatorLogin login = options.login(portal, as, publication.target(), lun, chap, writes);
        return new ScsiUnit(initiator.login(login, until), until);
    }

    Publication publication() {
        return publication;
    }

    IscsiOptions options() {
        return options;
    }

    /** Judges a login, or a first command, that was refused to one of our names. */
    Finding refused(Fault fault, Iqn as) {
        boolean noEntry = fault.kind() == ErrorKind.ACCESS_DENIED || fault.kind() == ErrorKind.NOT_FOUND;
        if (publication.chap() && chap == null && notAuthenticated(fault)) {
            return Finding.notTested(said(fault) + "; give the endpoint the publication's CHAP name and secret");
        }
        return noEntry && stranger(as)
                ? Finding.notTested(said(fault) + "; " + admission())
                : Finding.failed(said(fault));
    }

    private static boolean notAuthenticated(Fault fault) {
        return fault.code() != null && NOT_AUTHENTICATED.contains(fault.code());
    }

    private boolean stranger(Iqn name) {
        return !publication.initiators().isEmpty() && !publication.initiators().contains(name);
    }

    private String admission() {
        Set<String> names = new LinkedHashSet<>();
        for (Iqn name : List.of(options.name(), options.secondName())) {
            if (stranger(name)) {
                names.add(name.value());
            }
        }
        return "add " + String.join(" and ", names) + " to the host group " + publication.hostGroup()
                + (publication.chap() ? ", with this endpoint's CHAP name and secret," : "")
                + " for the time of the proof";
    }

    private static Finding attempt(Supplier<Finding> check) {
        try {
            return check.get();
        } catch (Fault fault) {
            return Finding.notTested(said(fault));
        }
    }

    static String said(Fault fault) {
        return fault.getMessage() + (fault.code() == null ? "" : " (" + fault.code() + ")");
    }

    private void add(String name, Object subject, Finding finding) {
        checks.add(new Check(name, subject.toString(), finding.verdict(), finding.detail()));
    }
}
