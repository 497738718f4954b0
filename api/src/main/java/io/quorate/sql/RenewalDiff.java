package io.quorate.sql;

import io.quorate.sql.SqlInstances.Sight;
import io.quorate.sql.command.CreateCertificate;
import io.quorate.sql.command.DropCertificate;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.ImportCertificate;
import io.quorate.sql.command.SetEndpointCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the certificates that mirroring endpoints show and ones that last. A function of what was seen, without I/O.
 *
 * <p>The order of each: made where it is shown, known to every partner, shown, and the old one dropped where partners are connected. Which one is
 * which shows in the instances: the new one is there with its private key, lasts, and is not shown yet; an old copy belongs to the user by whom
 * a partner knows the one that is shown.
 */
final class RenewalDiff {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Sight sight;
    private final Duration before;
    private final Instant now;
    private final GroupSteps out;
    private final List<EndpointCertificate> due = new ArrayList<>();
    private final Set<String> retired = new TreeSet<>();

    private RenewalDiff(String endpoint, Sight sight, Duration before, Instant now) {
        this.sight = sight;
        this.before = before;
        this.now = now;
        this.out = new GroupSteps(endpoint);
    }

    static RenewalPlan of(String endpoint, Sight sight, Duration before, Instant now) {
        RenewalDiff diff = new RenewalDiff(endpoint, sight, before, now);
        for (SqlInventory one : sight.estate().instances()) {
            diff.instance(one);
        }
        return new RenewalPlan(diff.due, diff.out.steps, List.copyOf(diff.retired), diff.out.obstacles, diff.out.hints);
    }

    private static String host(SqlInventory one) {
        return one.instance().host();
    }

    private static String who(SqlInventory one) {
        return one.instance().name();
    }

    private void instance(SqlInventory one) {
        MirroringEndpoint endpoint = one.endpoint();
        if (endpoint == null || !endpoint.authentication().certificate()) {
            return;
        }
        EndpointCertificate shown = EndpointCertificate.of(one, now);
        if (shown == null) {
            out.against("which certificate mirroring endpoint " + endpoint.name() + " of " + who(one)
                    + " shows, or when it expires, cannot be told");
        } else if (shown.left().compareTo(before) < 0) {
            due.add(shown);
            retired.add(shown.certificate().thumbprint().toUpperCase(Locale.ROOT));
            renew(one, endpoint, shown.certificate());
        } else {
            retire(one, shown.certificate());
        }
    }

    /** Returns a certificate's name without the day that a renewal puts behind it. */
    private static String stem(String name) {
        return name.replaceFirst("_\\d{8}(_\\d+)?$", "");
    }

    private static boolean same(ServerCertificate one, ServerCertificate other) {
        return one.thumbprint().equalsIgnoreCase(other.thumbprint());
    }

    private static Optional<ServerCertificate> known(SqlInventory partner, ServerCertificate shown) {
        return partner.certificates().stream().filter(copy -> same(copy, shown)).findFirst();
    }

    private static boolean encrypts(SqlInventory one, ServerCertificate certificate) {
        return one.databases().stream()
                .anyMatch(database -> certificate.thumbprint().equalsIgnoreCase(database.encryption()));
    }

    /** Returns the names of all that share a group with an instance. */
    private static Set<String> members(SqlInventory one) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        one.groups().stream()
                .filter(group -> !group.distributed())
                .flatMap(group -> group.replicas().stream())
                .map(AvailabilityReplica::name)
                .filter(name -> !one.instance().isNamed(name))
                .forEach(names::add);
        return names;
    }

    /** Returns who has to know an instance's certificate: who shares a group with it, and who knows the one it shows. */
    private List<SqlInventory> partners(SqlInventory one, ServerCertificate shown) {
        Set<String> names = members(one);
        return sight.estate().instances().stream()
                .filter(other -> other != one)
                .filter(other ->
                        names.contains(who(other)) || known(other, shown).isPresent())
                .filter(other -> other.endpoint() != null
                        && Objects.requireNonNull(other.endpoint())
                                .authentication()
                                .certificate())
                .toList();
    }

    private boolean allAnswer(SqlInventory one) {
        List<String> missing = members(one).stream()
                .filter(name -> sight.estate().named(name).isEmpty())
                .toList();
        boolean distributed = one.groups().stream().anyMatch(AvailabilityGroup::distributed);
        if (!missing.isEmpty()) {
            out.against("the certificate of " + who(one) + " is not renewed: " + String.join(", ", missing)
                    + " cannot be told of it, and would be cut off");
        }
        if (distributed) {
            out.against("the certificate of " + who(one)
                    + " is not renewed: it is in a distributed group, whose other half this client does not see");
        }
        return missing.isEmpty() && !distributed;
    }

    private void renew(SqlInventory one, MirroringEndpoint endpoint, ServerCertificate shown) {
        if (!allAnswer(one)) {
            return;
        }
        ServerCertificate fresh = fresh(one, shown);
        String name = fresh == null ? free(one, shown) : fresh.name();
        if (fresh == null) {
            if (!one.masterKey()) {
                out.against("the master database of " + who(one) + " has no master key, which a new certificate needs");
                return;
            }
            out.add(
                    new CreateCertificate(host(one), name, "mirroring endpoint of " + who(one), null),
                    "create the certificate that " + who(one) + " is to show instead of " + shown.name()
                            + ", which expires at " + shown.expires());
        }
        boolean everybody = fresh != null;
        for (SqlInventory partner : partners(one, shown)) {
            everybody &= tell(one, partner, shown, fresh, name);
        }
        step(
                everybody,
                new SetEndpointCertificate(host(one), endpoint.name(), endpoint.authentication(), name),
                "have mirroring endpoint " + endpoint.name() + " of " + who(one) + " show certificate " + name);
        for (SqlInventory partner : partners(one, shown)) {
            known(partner, shown).ifPresent(copy -> drop(partner, copy, false));
        }
        drop(one, shown, false);
    }

    private void step(boolean atOnce, io.quorate.spi.Command<?> command, String reason) {
        if (atOnce) {
            out.add(command, reason);
        } else {
            out.later(command, reason);
        }
    }

    /** Finds the one that was made to be shown next. */
    private @Nullable ServerCertificate fresh(SqlInventory one, ServerCertificate shown) {
        Instant at = one.at().equals(Instant.EPOCH) ? now : one.at();
        return one.certificates().stream()
                .filter(other -> other.privateKey() && !same(other, shown))
                .filter(other -> stem(other.name()).equalsIgnoreCase(stem(shown.name())))
                .filter(other -> !other.expires().isBefore(at.plus(before)) && !encrypts(one, other))
                .max(Comparator.comparing(ServerCertificate::expires))
                .orElse(null);
    }

    /** Returns a name that neither the instance nor a partner has yet. */
    private String free(SqlInventory one, ServerCertificate shown) {
        Instant at = one.at().equals(Instant.EPOCH) ? now : one.at();
        String first = stem(shown.name()) + "_" + DAY.format(at);
        String name = first;
        for (int number = 2; taken(name); number++) {
            name = first + "_" + number;
        }
        return name;
    }

    private boolean taken(String name) {
        return sight.estate().instances().stream()
                .anyMatch(one -> one.certificate(name).isPresent());
    }

    /** Sees to it that a partner knows the new one by the user by whom it knows the old one; tells whether it does already. */
    private boolean tell(
            SqlInventory one,
            SqlInventory partner,
            ServerCertificate shown,
            @Nullable ServerCertificate fresh,
            String name) {
        ServerCertificate copy = known(partner, shown).orElse(null);
        String login = copy == null ? null : copy.login();
        if (copy == null || login == null) {
            out.against(who(partner) + " knows " + who(one)
                    + " by no certificate of a user with a log-in; ensure a group" + " of the two first");
            return false;
        }
        boolean may =
                Objects.requireNonNull(partner.endpoint()).mayConnect().stream().anyMatch(login::equalsIgnoreCase);
        if (!may) {
            String endpoint = Objects.requireNonNull(partner.endpoint()).name();
            out.add(
                    new GrantConnect(host(partner), endpoint, login),
                    "let " + login + " connect to mirroring endpoint " + endpoint + " of " + who(partner));
        }
        String reason = "have " + who(partner) + " know the certificate that " + who(one) + " is to show";
        if (fresh == null) {
            CertificateData yet = Objects.requireNonNull(new CreateCertificate(host(one), name, name, null)
                    .rehearsed()
                    .encoded());
            out.later(new ImportCertificate(host(partner), name, yet, copy.owner()), reason);
            return false;
        }
        ServerCertificate there = known(partner, fresh).orElse(null);
        if (there != null) {
            if (!there.owner().equalsIgnoreCase(copy.owner())) {
                out.against(who(partner) + " has the certificate that " + who(one) + " is to show, but it belongs to "
                        + there.owner() + ", not to " + copy.owner());
            }
            return there.owner().equalsIgnoreCase(copy.owner());
        }
        if (fresh.encoded() == null) {
            out.against("the public part of certificate " + fresh.name() + " of " + who(one) + " may not be read");
            return false;
        }
        out.add(new ImportCertificate(host(partner), nameAt(partner, name), fresh.encoded(), copy.owner()), reason);
        return true;
    }

    private static String nameAt(SqlInventory partner, String wanted) {
        String name = wanted;
        for (int number = 2; partner.certificate(name).isPresent(); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }

    /** What was shown before, and is in nobody's way but should not stay. */
    private void retire(SqlInventory one, ServerCertificate shown) {
        List<SqlInventory> partners = partners(one, shown);
        Set<String> old = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Runnable> drops = new ArrayList<>();
        for (SqlInventory partner : partners) {
            ServerCertificate copy = known(partner, shown).orElse(null);
            if (copy == null) {
                return;
            }
            partner.certificates().stream()
                    .filter(other -> copy.login() != null && other.owner().equalsIgnoreCase(copy.owner()))
                    .filter(other -> !same(other, shown) && !other.privateKey())
                    .filter(other -> !other.expires().isAfter(shown.expires()))
                    .forEach(other -> {
                        old.add(other.thumbprint());
                        drops.add(() -> drop(partner, other, true));
                    });
        }
        one.certificates().stream()
                .filter(other -> other.privateKey() && !same(other, shown))
                .filter(other -> !other.expires().isAfter(shown.expires()))
                .filter(other ->
                        old.contains(other.thumbprint()) || stem(other.name()).equalsIgnoreCase(stem(shown.name())))
                .forEach(other -> {
                    old.add(other.thumbprint());
                    drops.add(() -> drop(one, other, true));
                });
        if (old.isEmpty()) {
            return;
        }
        List<String> apart = apart(one, sight.estate());
        if (!allAnswerQuietly(one) || !apart.isEmpty()) {
            out.hint("what " + who(one) + " showed before " + shown.name() + " stays until all are connected"
                    + (apart.isEmpty() ? "" : "; not so: " + String.join(", ", apart)));
            return;
        }
        old.forEach(print -> retired.add(print.toUpperCase(Locale.ROOT)));
        drops.forEach(Runnable::run);
    }

    private boolean allAnswerQuietly(SqlInventory one) {
        return members(one).stream().allMatch(name -> sight.estate().named(name).isPresent())
                && one.groups().stream().noneMatch(AvailabilityGroup::distributed);
    }

    private void drop(SqlInventory one, ServerCertificate old, boolean atOnce) {
        if (encrypts(one, old)) {
            out.hint("certificate " + old.name() + " of " + who(one) + " encrypts a database, so it stays");
            return;
        }
        step(
                atOnce,
                new DropCertificate(host(one), old.name(), old.thumbprint()),
                "drop certificate " + old.name() + " of " + who(one) + ", which nobody shows any more");
    }

    /** Names who is not connected in an instance's groups, as their primaries tell: all partners of a primary, or a secondary itself. */
    static List<String> apart(SqlInventory one, Estate estate) {
        List<String> apart = new ArrayList<>();
        for (AvailabilityGroup group : one.groups()) {
            if (group.distributed()) {
                continue;
            }
            List<SqlInventory> primaries = estate.primaries(group.name());
            if (primaries.size() != 1) {
                apart.add("group " + group.name() + " has " + primaries.size() + " primaries");
                continue;
            }
            SqlInventory primary = primaries.get(0);
            for (AvailabilityReplica replica :
                    primary.group(group.name()).orElse(group).replicas()) {
                boolean about = primary.instance().isNamed(who(one)) || replica.isNamed(who(one));
                boolean connected = primary.instance().isNamed(replica.name())
                        || replica.state() != null
                                && ConnectedState.CONNECTED.equals(
                                        replica.state().connected());
                if (about && !connected) {
                    apart.add(replica.name() + " in group " + group.name());
                }
            }
        }
        return apart;
    }
}
