package io.quorate.lab.ddl;

import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.ddl.EndpointStatement.Encryption;
import io.quorate.lab.ddl.EndpointStatement.Mirroring;
import io.quorate.lab.ddl.EndpointStatement.Role;
import io.quorate.lab.ddl.EndpointStatement.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code CREATE}, {@code ALTER} and {@code DROP ENDPOINT}, from behind these words on. */
final class EndpointParser {
    private static final int MIN_PORT = 1024;
    private static final int MAX_PORT = 32_767;

    private final Reader reader;
    private final String statement;
    private @Nullable Integer port;
    private @Nullable String address;

    EndpointParser(Reader reader, boolean create) {
        this.reader = reader;
        this.statement = create ? "CREATE ENDPOINT" : "ALTER ENDPOINT";
    }

    EndpointStatement create() throws DdlRejection {
        String name = reader.name();
        String owner = reader.accept("AUTHORIZATION") ? reader.name() : null;
        State state = state();
        reader.expect("AS", "TCP");
        tcp();
        if (port == null) {
            throw reader.unexpected();
        }
        reader.expect("FOR");
        Mirroring mirroring = payload(true);
        reader.end();
        checkPort();
        return new EndpointStatement.Create(
                name, owner, state == null ? State.STOPPED : state, port, address, mirroring);
    }

    EndpointStatement alter() throws DdlRejection {
        String name = reader.name();
        State state = state();
        boolean changes = state != null;
        if (reader.accept("AS")) {
            reader.expect("TCP");
            tcp();
            changes = true;
        }
        Mirroring mirroring = null;
        if (reader.accept("FOR")) {
            mirroring = payload(false);
            changes = true;
        }
        if (!changes) {
            throw reader.unexpected();
        }
        reader.end();
        checkPort();
        return new EndpointStatement.Alter(name, state, port, address, mirroring);
    }

    EndpointStatement drop() throws DdlRejection {
        String name = reader.name();
        reader.end();
        return new EndpointStatement.Drop(name);
    }

    private @Nullable State state() throws DdlRejection {
        if (!reader.accept("STATE")) {
            return null;
        }
        reader.expectSign("=");
        return reader.oneOf(State.values());
    }

    private void checkPort() throws DdlRejection {
        if (port != null && (port < MIN_PORT || port > MAX_PORT)) {
            throw reader.refused(
                    7880, "The endpoint's port " + port + " is not valid: " + MIN_PORT + " to " + MAX_PORT + ".");
        }
    }

    private void tcp() throws DdlRejection {
        Set<String> seen = new HashSet<>();
        reader.expectSign("(");
        do {
            String option = reader.peek().word();
            if (!seen.add(option)) {
                throw reader.invalidUse(option, statement);
            }
            switch (option) {
                case "LISTENER_PORT" -> {
                    reader.expectSet(option);
                    port = reader.smallInteger();
                }
                case "LISTENER_IP" -> {
                    reader.expectSet(option);
                    address = ip();
                }
                default -> throw reader.unexpected();
            }
        } while (reader.acceptSign(",") || !reader.peek().isSymbol(")"));
        reader.expectSign(")");
    }

    /** Returns an address, or null for all. IPv4 stands there without quotes. */
    private @Nullable String ip() throws DdlRejection {
        if (reader.accept("ALL")) {
            return null;
        }
        reader.expectSign("(");
        Token first = reader.peek();
        if (first.kind() == Token.Kind.STRING) {
            String ipv6 = reader.string();
            if (!Names.isIpv6(ipv6)) {
                throw badAddress(ipv6);
            }
            reader.expectSign(")");
            return ipv6;
        }
        while (reader.peek().kind() == Token.Kind.DECIMAL || reader.peek().kind() == Token.Kind.INTEGER) {
            reader.next();
        }
        if (reader.peek() == first) {
            throw reader.unexpected();
        }
        String ipv4 = reader.since(first);
        reader.expectSign(")");
        if (Names.ipv4(ipv4) == null) {
            throw badAddress(ipv4);
        }
        return ipv4;
    }

    private DdlRejection badAddress(String what) {
        return reader.refused(7885, "The endpoint's IP address '" + Reader.shown(what) + "' is not valid.");
    }

    private @Nullable Mirroring payload(boolean create) throws DdlRejection {
        if (reader.accept("TSQL")) {
            reader.expectSign("(");
            reader.expectSign(")");
            return null;
        }
        boolean broker = reader.accept("SERVICE_BROKER");
        if (!broker && !reader.accept("DATABASE_MIRRORING")) {
            reader.expect("DATA_MIRRORING");
        }
        Arguments arguments = new Arguments();
        reader.expectSign("(");
        while (!reader.peek().isSymbol(")")) {
            arguments.read(broker);
            if (reader.acceptSign(",") && reader.peek().isSymbol(")")) {
                throw reader.unexpected();
            }
        }
        if (!broker && create && arguments.role == null) {
            throw reader.unexpected();
        }
        if (!broker && arguments.seen.isEmpty()) {
            throw reader.unexpected();
        }
        reader.expectSign(")");
        return broker
                ? null
                : new Mirroring(
                        arguments.authentication,
                        arguments.certificate,
                        arguments.encryption,
                        arguments.algorithms,
                        arguments.role);
    }

    /** What stands in the brackets behind {@code FOR DATABASE_MIRRORING}; commas between are free to choose. */
    private final class Arguments {
        private final Set<String> seen = new HashSet<>();
        private final List<Authentication> authentication = new ArrayList<>();
        private final List<String> algorithms = new ArrayList<>();
        private @Nullable String certificate;
        private @Nullable Encryption encryption;
        private @Nullable Role role;

        private void read(boolean broker) throws DdlRejection {
            String option = reader.peek().word();
            if (!seen.add(option)) {
                throw reader.invalidUse(option, statement);
            }
            switch (option) {
                case "AUTHENTICATION" -> {
                    reader.expectSet(option);
                    readAuthentication();
                }
                case "ENCRYPTION" -> {
                    reader.expectSet(option);
                    encryption = reader.oneOf(Encryption.values());
                    if (encryption != Encryption.DISABLED && reader.accept("ALGORITHM")) {
                        readAlgorithms();
                    }
                }
                case "ROLE" -> {
                    if (broker) {
                        throw reader.unexpected();
                    }
                    reader.expectSet(option);
                    role = reader.oneOf(Role.values());
                }
                case "MESSAGE_FORWARDING" -> {
                    onlyBroker(broker);
                    reader.expectSet(option);
                    if (!reader.accept("ENABLED")) {
                        reader.expect("DISABLED");
                    }
                }
                case "MESSAGE_FORWARD_SIZE" -> {
                    onlyBroker(broker);
                    reader.expectSet(option);
                    reader.smallInteger();
                }
                default -> throw reader.unexpected();
            }
        }

        private void onlyBroker(boolean broker) throws DdlRejection {
            if (!broker) {
                throw reader.unexpected();
            }
        }

        private void readAuthentication() throws DdlRejection {
            if (reader.accept("CERTIFICATE")) {
                certificate = reader.name();
                authentication.add(Authentication.CERTIFICATE);
                if (reader.accept("WINDOWS")) {
                    authentication.add(ofWindows());
                }
                return;
            }
            reader.expect("WINDOWS");
            authentication.add(ofWindows());
            if (reader.accept("CERTIFICATE")) {
                certificate = reader.name();
                authentication.add(Authentication.CERTIFICATE);
            }
        }

        private Authentication ofWindows() {
            if (reader.accept("NTLM")) {
                return Authentication.NTLM;
            }
            if (reader.accept("KERBEROS")) {
                return Authentication.KERBEROS;
            }
            reader.accept("NEGOTIATE");
            return Authentication.NEGOTIATE;
        }

        private void readAlgorithms() throws DdlRejection {
            boolean aes = reader.accept("AES");
            if (!aes) {
                reader.expect("RC4");
            }
            algorithms.add(aes ? "AES" : "RC4");
            if (reader.accept(aes ? "RC4" : "AES")) {
                algorithms.add(aes ? "RC4" : "AES");
            }
        }
    }
}
