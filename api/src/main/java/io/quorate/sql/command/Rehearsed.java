package io.quorate.sql.command;

import io.quorate.spi.Placeholder;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityDatabase;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityListener;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.CertificateData;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointState;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.ListenerAddress;
import io.quorate.sql.ListenerAddressState;
import io.quorate.sql.MirroringEndpoint;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.ServerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a rehearsal pretends of what nobody has looked at: the documented defaults where nothing else was said. */
final class Rehearsed {
    private static final int PRIORITY = 50;
    private static final int LEVEL = 3;
    private static final int PORT = 1433;
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Rehearsed() {}

    static MirroringEndpoint endpoint(EndpointDefinition wanted, EndpointState state) {
        return new MirroringEndpoint(
                wanted.name(),
                wanted.port(),
                state,
                wanted.role(),
                wanted.encryption(),
                wanted.algorithm(),
                wanted.authentication(),
                wanted.certificate(),
                Placeholder.TEXT,
                List.of());
    }

    static ServerCertificate certificate(
            String host,
            String certificate,
            String subject,
            boolean privateKey,
            String owner,
            @Nullable Instant expires) {
        String of = "certificate " + certificate + " of " + host;
        return new ServerCertificate(
                certificate,
                Placeholder.text(of),
                subject,
                expires == null ? Instant.EPOCH : expires,
                privateKey,
                owner,
                null,
                new CertificateData(Placeholder.bytes(of)));
    }

    static AvailabilityGroup group(CreateGroup wanted) {
        Map<GroupOption, String> said = new EnumMap<>(GroupOption.class);
        wanted.options().forEach(one -> said.put(one.option(), one.value()));
        return new AvailabilityGroup(
                wanted.group(),
                Placeholder.uuid("availability group " + wanted.group()),
                ClusterType.of(said.getOrDefault(GroupOption.CLUSTER_TYPE, "WSFC")),
                said.containsKey(GroupOption.BASIC),
                false,
                said.containsKey(GroupOption.CONTAINED),
                BackupPreference.of(said.getOrDefault(
                        GroupOption.AUTOMATED_BACKUP_PREFERENCE,
                        said.containsKey(GroupOption.BASIC) ? "PRIMARY" : "SECONDARY")),
                number(said, GroupOption.FAILURE_CONDITION_LEVEL, LEVEL),
                Duration.ofMillis(Long.parseLong(
                        said.getOrDefault(GroupOption.HEALTH_CHECK_TIMEOUT, Long.toString(TIMEOUT.toMillis())))),
                "ON".equals(said.get(GroupOption.DB_FAILOVER)),
                "PER_DB".equals(said.get(GroupOption.DTC_SUPPORT)),
                number(said, GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, 0),
                0,
                said.get(GroupOption.CLUSTER_CONNECTION_OPTIONS),
                wanted.replicas().get(0).server(),
                null,
                wanted.replicas().stream().map(Rehearsed::replica).toList(),
                wanted.databases().stream()
                        .map(name -> new AvailabilityDatabase(name, null, List.of()))
                        .toList(),
                wanted.listener() == null ? List.of() : List.of(listener(wanted.group(), wanted.listener())));
    }

    private static int number(Map<GroupOption, String> said, GroupOption option, int usual) {
        String value = said.get(option);
        return value == null ? usual : Integer.parseInt(value);
    }

    static AvailabilityReplica replica(ReplicaDefinition wanted) {
        return new AvailabilityReplica(
                wanted.server(),
                null,
                wanted.endpointUrl(),
                wanted.mode(),
                Objects.requireNonNullElse(wanted.failover(), FailoverMode.MANUAL),
                Objects.requireNonNullElse(wanted.seeding(), SeedingMode.MANUAL),
                Objects.requireNonNullElse(wanted.backupPriority(), PRIORITY),
                Objects.requireNonNullElse(wanted.sessionTimeout(), SESSION),
                Objects.requireNonNullElse(wanted.primaryConnections(), AllowedConnections.ALL),
                Objects.requireNonNullElse(wanted.secondaryConnections(), AllowedConnections.NO),
                wanted.routingUrl(),
                Objects.requireNonNullElse(wanted.routing(), RoutingList.NONE),
                wanted.readWriteRoutingUrl(),
                null);
    }

    static AvailabilityListener listener(String group, ListenerDefinition wanted) {
        return new AvailabilityListener(
                wanted.dnsName(),
                Placeholder.text("listener " + wanted.dnsName() + " of " + group),
                Objects.requireNonNullElse(wanted.port(), PORT),
                true,
                wanted.addresses().stream()
                        .map(ip -> new ListenerAddress(
                                wanted.dhcp() ? "" : ip.address(),
                                ip.mask(),
                                wanted.dhcp(),
                                null,
                                ListenerAddressState.ONLINE))
                        .toList());
    }

    static AvailabilityListener with(AvailabilityListener one, String name, ListenerIp more) {
        if (!one.name().equalsIgnoreCase(name)) {
            return one;
        }
        List<ListenerAddress> addresses = new ArrayList<>(one.addresses());
        addresses.add(new ListenerAddress(more.address(), more.mask(), false, null, ListenerAddressState.ONLINE));
        return new AvailabilityListener(one.name(), one.id(), one.port(), one.conformant(), addresses);
    }

    static AvailabilityListener without(AvailabilityListener one, String name, String address) {
        return !one.name().equalsIgnoreCase(name)
                ? one
                : new AvailabilityListener(
                        one.name(),
                        one.id(),
                        one.port(),
                        one.conformant(),
                        one.addresses().stream()
                                .filter(it -> !it.address().equalsIgnoreCase(address))
                                .toList());
    }

    static AvailabilityListener port(AvailabilityListener one, String name, int port) {
        return one.name().equalsIgnoreCase(name)
                ? new AvailabilityListener(one.name(), one.id(), port, one.conformant(), one.addresses())
                : one;
    }
}
