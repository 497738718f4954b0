package io.quorate.sql;

import io.quorate.Secret;
import io.quorate.spi.Placeholder;
import io.quorate.sql.command.CreateCertificate;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateUser;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.ImportCertificate;
import io.quorate.sql.command.SetEndpointState;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What lies between mirroring endpoints as they are and as a group needs them. Without I/O. */
final class EndpointDiff {
    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    EndpointDiff(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
    }

    void run() {
        for (SqlInventory one : seen.instances()) {
            if (wanted.byCertificate()) {
                certificate(one);
            }
            endpoint(one);
        }
        for (SqlInventory one : seen.instances()) {
            if (wanted.byCertificate()) {
                peers(one);
            } else {
                accounts(one);
            }
        }
    }

    /** The name of the mirroring endpoint of an instance, there or to be made. */
    private String name(SqlInventory one) {
        MirroringEndpoint there = one.endpoint();
        return there == null ? wanted.endpointName() : there.name();
    }

    private static boolean granted(SqlInventory one, String login) {
        MirroringEndpoint there = one.endpoint();
        return there != null && there.mayConnect().stream().anyMatch(login::equalsIgnoreCase);
    }

    private String label(SqlInventory one) {
        return wanted.endpointName() + "_" + one.instance().name().replace('\\', '$');
    }

    private static String host(SqlInventory one) {
        return one.instance().host();
    }

    private static String who(SqlInventory one) {
        return one.instance().name();
    }

    private void certificate(SqlInventory one) {
        MirroringEndpoint there = one.endpoint();
        if (there != null && there.certificate() != null) {
            return;
        }
        if (!one.masterKey()) {
            out.add(
                    new CreateMasterKey(host(one), Objects.requireNonNull(wanted.masterKey())),
                    "create the master key of " + who(one) + ", which protects its certificate");
        }
        if (one.certificate(label(one)).isEmpty()) {
            out.add(
                    new CreateCertificate(host(one), label(one), "mirroring endpoint of " + who(one), null),
                    "create the certificate that " + who(one) + " shows to the others");
        }
    }

    private void endpoint(SqlInventory one) {
        MirroringEndpoint there = one.endpoint();
        if (there == null) {
            EndpointDefinition definition = new EndpointDefinition(
                    wanted.endpointName(),
                    wanted.endpointPort(),
                    wanted.byCertificate() ? EndpointAuthentication.CERTIFICATE : EndpointAuthentication.NEGOTIATE,
                    wanted.byCertificate() ? label(one) : null,
                    EndpointEncryption.REQUIRED,
                    EndpointAlgorithm.AES,
                    EndpointRole.ALL);
            out.add(
                    new CreateEndpoint(host(one), definition),
                    "create mirroring endpoint " + definition.name() + " of " + who(one) + " on port "
                            + definition.port());
            return;
        }
        if (there.role().equals(EndpointRole.WITNESS)) {
            out.against("mirroring endpoint " + there.name() + " of " + who(one)
                    + " serves witnesses only; a group needs role ALL or PARTNER");
        }
        boolean fits = wanted.byCertificate()
                ? there.authentication().certificate()
                : there.authentication().windows();
        if (!fits) {
            out.against("mirroring endpoint " + there.name() + " of " + who(one) + " authenticates by "
                    + there.authentication() + ", not by "
                    + (wanted.byCertificate() ? "certificate" : "Windows accounts"));
        }
        if (!there.state().equals(EndpointState.STARTED)) {
            out.add(
                    new SetEndpointState(host(one), there.name(), EndpointState.STARTED),
                    "start mirroring endpoint " + there.name() + " of " + who(one));
        }
    }

    private void accounts(SqlInventory one) {
        Set<String> accounts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SqlInventory other : seen.instances()) {
            if (other != one) {
                account(other).ifPresent(accounts::add);
            }
        }
        for (String account : accounts) {
            if (one.login(account).isEmpty()) {
                out.add(
                        new CreateWindowsLogin(host(one), account),
                        "create log-in " + account + " at " + who(one) + " for the instances that run as it");
            }
            grant(one, account);
        }
    }

    private void grant(SqlInventory one, String login) {
        if (!granted(one, login)) {
            out.add(
                    new GrantConnect(host(one), name(one), login),
                    "let " + login + " connect to mirroring endpoint " + name(one) + " of " + who(one));
        }
    }

    /** The account by which an instance is known to others; an account of its machine alone is known to nobody. */
    private Optional<String> account(SqlInventory one) {
        String said = said(one);
        String account = said == null ? one.instance().serviceAccount() : said;
        if (account == null) {
            out.hint("the service account of " + who(one)
                    + " cannot be read; name it, or grant the others CONNECT to the endpoints by hand");
            return Optional.empty();
        }
        String upper = account.toUpperCase(Locale.ROOT);
        if (account.indexOf('\\') < 0 || upper.startsWith("NT ") || upper.startsWith(".\\")) {
            String why = who(one) + " runs as " + account
                    + ", which other machines know as its machine's account: name that, DOMAIN\\HOST$";
            if (!out.obstacles.contains(why)) {
                out.against(why);
            }
            return Optional.empty();
        }
        return Optional.of(account);
    }

    private @Nullable String said(SqlInventory one) {
        return wanted.replicas().stream()
                .filter(replica -> replica.host().equalsIgnoreCase(host(one)))
                .findFirst()
                .map(ReplicaSpec.Wanted::serviceAccount)
                .orElse(null);
    }

    private void peers(SqlInventory one) {
        for (SqlInventory other : seen.instances()) {
            if (other != one) {
                peer(one, other);
            }
        }
    }

    private void peer(SqlInventory one, SqlInventory other) {
        String label = label(other);
        MirroringEndpoint shows = other.endpoint();
        String certificate = shows != null && shows.certificate() != null ? shows.certificate() : label;
        ServerCertificate theirs = other.certificate(certificate).orElse(null);
        Optional<String> known = knownAs(one, theirs);
        if (known.isPresent()) {
            grant(one, known.get());
            return;
        }
        Secret password = Objects.requireNonNull(wanted.loginPassword());
        if (one.login(label).isEmpty()) {
            out.add(
                    new CreateSqlLogin(host(one), label, password, false, null),
                    "create log-in " + label + " at " + who(one) + ", which stands for " + who(other));
        }
        if (one.masterUsers().stream().noneMatch(user -> user.name().equalsIgnoreCase(label))) {
            out.add(new CreateUser(host(one), label, label), "create user " + label + " at " + who(one));
        }
        ServerCertificate here = one.certificate(label).orElse(null);
        if (here == null) {
            fetch(one, other, label, certificate, theirs);
        } else if (theirs != null
                && !theirs.thumbprint().equalsIgnoreCase(here.thumbprint())
                && !Placeholder.isPlaceholder(here.thumbprint())) {
            out.against(who(one) + " knows " + who(other) + " by another certificate than it shows now (" + label
                    + "); drop it there, if it was renewed");
        }
        grant(one, label);
    }

    /** Returns the log-in by which an instance knows a certificate already, whatever it is called there: a renewed one has another name. */
    private static Optional<String> knownAs(SqlInventory one, @Nullable ServerCertificate theirs) {
        return theirs == null
                ? Optional.empty()
                : one.certificates().stream()
                        .filter(copy -> copy.thumbprint().equalsIgnoreCase(theirs.thumbprint()))
                        .map(ServerCertificate::login)
                        .filter(Objects::nonNull)
                        .findFirst();
    }

    private void fetch(
            SqlInventory one,
            SqlInventory other,
            String label,
            String certificate,
            @Nullable ServerCertificate theirs) {
        String reason = "have " + who(one) + " know " + who(other) + " by its certificate";
        if (theirs == null) {
            CertificateData yet =
                    Objects.requireNonNull(new CreateCertificate(host(other), certificate, certificate, null)
                            .rehearsed()
                            .encoded());
            out.later(new ImportCertificate(host(one), label, yet, label), reason);
        } else if (theirs.encoded() == null) {
            out.against("the public part of certificate " + certificate + " of " + who(other) + " may not be read");
        } else {
            out.add(new ImportCertificate(host(one), label, theirs.encoded(), label), reason);
        }
    }
}
