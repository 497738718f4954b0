package io.quorate.san.command;

import io.quorate.san.FitnessReport;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.Publication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Proves that a publication is fit for a cluster. Ends with the logical unit as it was, so it may be repeated; in between it registers
 * two reservation keys, so a rehearsal does not send it.
 *
 * @param publication what to look at
 * @see IscsiClient#verifyPublication
 */
public record VerifyPublication(Publication publication) implements ConvergingCommand<FitnessReport> {
    public VerifyPublication {
        Objects.requireNonNull(publication, "publication");
        if (publication.portals().isEmpty()) {
            throw new IllegalArgumentException(
                    "the publication of " + publication.volume() + " names no portal to look at");
        }
    }

    @Override
    public String name() {
        return "iscsi.verify";
    }

    @Override
    public Target target() {
        return new Target("publication", publication.volume() + " at " + address());
    }

    /** Returns where the logical unit is found. */
    public LunAddress address() {
        return new LunAddress(publication.target(), publication.lun());
    }

    /** A minute, and half a minute for each portal: one that swallows packets costs no more than its share. */
    @Override
    public Duration deadline() {
        return Duration.ofSeconds(60 + 30L * publication.portals().size());
    }

    @Override
    public FitnessReport rehearsed() {
        return new FitnessReport(
                publication,
                List.of(new FitnessReport.Check(
                        FitnessReport.PORTAL,
                        publication.target().value(),
                        FitnessReport.Verdict.NOT_TESTED,
                        "a rehearsal logs in nowhere")));
    }
}
