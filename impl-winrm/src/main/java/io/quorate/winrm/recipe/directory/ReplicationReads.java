package io.quorate.winrm.recipe.directory;

import io.quorate.directory.DomainController;
import io.quorate.directory.ReplicationFailure;
import io.quorate.directory.ReplicationLink;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements that a controller answers about itself, and their decoders. They go to its own web service, {@code localhost}, so that nothing
 * hops to another machine.
 */
final class ReplicationReads {
    static final String ITSELF = "localhost";
    static final String CLOCK = "currentTime";
    static final String RESULT = "LastReplicationResult";
    static final String COUNT = "FailureCount";

    private static final List<String> CONTROLLER =
            List.of("Name", "HostName", "Domain", "Site", "IPv4Address", "IsGlobalCatalog", "IsReadOnly");
    private static final List<String> ROOT = List.of(CLOCK, "isSynchronized");
    private static final List<String> LINK = List.of(
            "Server",
            "Partner",
            "Partition",
            "LastReplicationAttempt",
            "LastReplicationSuccess",
            RESULT,
            "ConsecutiveReplicationFailures");
    private static final List<String> FAILURE = List.of("Server", "Partner", COUNT, "FirstFailureTime", "LastError");

    /** The settings object of a partner stands below the server object; that of a removed one carries more after its name. */
    private static final Pattern SETTINGS = Pattern.compile("CN=NTDS Settings[^,]*,CN=([^,]+),.*");

    /** Before that year Windows has no time: it writes none as 1601. */
    private static final Instant NEVER = Instant.parse("1700-01-01T00:00:00Z");

    private ReplicationReads() {}

    static List<PsCommand> controllers() {
        return Cmdlet.GET_AD_DOMAIN_CONTROLLER
                .line()
                .with("Filter", "*")
                .with("Server", ITSELF)
                .select(CONTROLLER);
    }

    static List<DomainController> controllers(List<PsValue> output) {
        return Decode.each(output, value -> {
            Decode row = Decode.of(value, "domain controller");
            return new DomainController(
                    row.text("Name"),
                    row.text("HostName"),
                    row.textOrEmpty("Domain"),
                    row.textOrEmpty("Site"),
                    row.textOrEmpty("IPv4Address"),
                    row.flagOr("IsGlobalCatalog", false),
                    row.flagOr("IsReadOnly", false));
        });
    }

    static PsPipeline message(String host) {
        return Line.message(
                Cmdlet.GET_AD_ROOT_DSE.line().with("Server", ITSELF).select(ROOT),
                Cmdlet.GET_AD_REPLICATION_PARTNER_METADATA
                        .line()
                        .with("Target", List.of(host))
                        .with("Partition", List.of("*"))
                        .with("EnumerationServer", ITSELF)
                        .select(LINK),
                Cmdlet.GET_AD_REPLICATION_FAILURE
                        .line()
                        .with("Target", List.of(host))
                        .with("EnumeratingServer", ITSELF)
                        .select(FAILURE));
    }

    static ReplicationLink link(String host, PsValue value) {
        Decode row = Decode.of(value, "replication link");
        return new ReplicationLink(
                host,
                partner(row.textOrEmpty("Partner")),
                row.textOrEmpty("Partition"),
                time(row, "LastReplicationAttempt"),
                time(row, "LastReplicationSuccess"),
                number(row, RESULT),
                number(row, "ConsecutiveReplicationFailures"));
    }

    static ReplicationFailure failure(String host, PsValue value) {
        Decode row = Decode.of(value, "replication failure");
        return new ReplicationFailure(
                host,
                partner(row.textOrEmpty("Partner")),
                number(row, COUNT),
                time(row, "FirstFailureTime"),
                number(row, "LastError"));
    }

    private static String partner(String settings) {
        Matcher server = SETTINGS.matcher(settings);
        return server.matches() ? server.group(1) : settings;
    }

    private static @Nullable Long number(Decode row, String property) {
        long number = row.int64Or(property, Long.MIN_VALUE);
        return number == Long.MIN_VALUE ? null : number;
    }

    /** A time that does not say where it counts from is none. */
    static @Nullable Instant time(Decode row, String property) {
        PsValue raw = row.raw(property);
        PsPrimitive primitive = raw == null ? null : raw.primitive();
        if (primitive != null && primitive.value() instanceof PsDateTime time) {
            ZoneOffset offset = time.offset();
            Instant instant = offset == null ? null : time.dateTime().toInstant(offset);
            return instant == null || instant.isBefore(NEVER) ? null : instant;
        }
        return null;
    }
}
