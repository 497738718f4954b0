package io.quorate.lab.ddl;

import io.quorate.lab.ddl.LoginStatement.Password;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statements on log-ins, users and who is in a role, from behind these words on. */
final class LoginParser {
    private static final int SID_BYTES = 16;
    private static final int MAX_PASSWORD = 128;

    private final Reader reader;
    private final Set<String> seen = new HashSet<>();
    private @Nullable Password password;
    private @Nullable Hidden oldPassword;
    private boolean unlock;
    private @Nullable Bytes sid;
    private @Nullable String newName;
    private @Nullable String database;
    private @Nullable String language;
    private @Nullable Boolean expiration;
    private @Nullable Boolean policy;

    LoginParser(Reader reader) {
        this.reader = reader;
    }

    LoginStatement create() throws DdlRejection {
        String name = reader.name();
        if (reader.accept("FROM")) {
            return createFrom(name);
        }
        reader.expect("WITH");
        if (!reader.at("PASSWORD")) {
            throw reader.unexpected();
        }
        option(name, "PASSWORD SID DEFAULT_DATABASE DEFAULT_LANGUAGE CHECK_EXPIRATION CHECK_POLICY CREDENTIAL", true);
        while (reader.acceptSign(",")) {
            option(name, "SID DEFAULT_DATABASE DEFAULT_LANGUAGE CHECK_EXPIRATION CHECK_POLICY CREDENTIAL", true);
        }
        reader.end();
        if (name.contains("\\")) {
            throw reader.refused(15006, "'" + name + "' is not a valid name because it contains invalid characters.");
        }
        checkSid();
        checkPassword();
        return new LoginStatement.CreateSqlLogin(
                name, Objects.requireNonNull(password), sid, database, language, expiration, policy);
    }

    private LoginStatement createFrom(String name) throws DdlRejection {
        if (reader.accept("CERTIFICATE")) {
            String certificate = reader.name();
            reader.end();
            return new LoginStatement.CreateCertificateLogin(name, certificate);
        }
        reader.expect("WINDOWS");
        if (reader.accept("WITH")) {
            do {
                option(name, "DEFAULT_DATABASE DEFAULT_LANGUAGE", true);
            } while (reader.acceptSign(","));
        }
        reader.end();
        int sign = name.indexOf('\\');
        if (sign < 1 || sign == name.length() - 1 || name.indexOf('\\', sign + 1) >= 0) {
            throw reader.refused(
                    15407,
                    "'" + name + "' is not a valid Windows NT name. Give the complete name: <domain\\username>.");
        }
        return new LoginStatement.CreateWindowsLogin(name, database, language);
    }

    LoginStatement alter() throws DdlRejection {
        String name = reader.name();
        if (reader.accept("ENABLE")) {
            reader.end();
            return new LoginStatement.EnableLogin(name, true);
        }
        if (reader.accept("DISABLE")) {
            reader.end();
            return new LoginStatement.EnableLogin(name, false);
        }
        reader.expect("WITH");
        do {
            option(
                    name,
                    "PASSWORD NAME DEFAULT_DATABASE DEFAULT_LANGUAGE CHECK_EXPIRATION CHECK_POLICY CREDENTIAL",
                    false);
        } while (reader.acceptSign(","));
        reader.end();
        checkPassword();
        return new LoginStatement.AlterLogin(
                name, password, oldPassword, unlock, newName, database, language, expiration, policy);
    }

    LoginStatement drop() throws DdlRejection {
        String name = reader.name();
        reader.end();
        return new LoginStatement.DropLogin(name);
    }

    private void option(String name, String allowed, boolean create) throws DdlRejection {
        String option = reader.peek().word();
        if (!Set.of(allowed.split(" ")).contains(option)) {
            throw reader.unknownOption(create ? "CREATE LOGIN" : "ALTER LOGIN");
        }
        if (!seen.add(option)) {
            throw reader.invalidUse(option, create ? "CREATE LOGIN" : "ALTER LOGIN");
        }
        reader.expectSet(option);
        switch (option) {
            case "PASSWORD" -> readPassword(create);
            case "SID" -> sid = reader.binary();
            case "NAME" -> newName = reader.name();
            case "DEFAULT_DATABASE" -> database = reader.name();
            case "DEFAULT_LANGUAGE" -> language = reader.name();
            case "CHECK_EXPIRATION" -> expiration = reader.onOff();
            case "CHECK_POLICY" -> policy = reader.onOff();
            default -> reader.name();
        }
    }

    private void readPassword(boolean create) throws DdlRejection {
        Hidden plain = null;
        Bytes hash = null;
        if (reader.peek().kind() == Token.Kind.BINARY) {
            hash = reader.binary();
            reader.expect("HASHED");
        } else {
            plain = reader.password();
        }
        boolean mustChange = reader.accept("MUST_CHANGE");
        if (!create) {
            if (reader.accept("OLD_PASSWORD")) {
                reader.expectSign("=");
                oldPassword = reader.password();
            }
            unlock = reader.accept("UNLOCK");
            mustChange = reader.accept("MUST_CHANGE") || mustChange;
        }
        password = new Password(plain, hash, mustChange);
    }

    private void checkSid() throws DdlRejection {
        if (sid != null && sid.value().length != SID_BYTES) {
            throw reader.refused(15419, "A log-in's SID has " + SID_BYTES + " bytes.");
        }
    }

    private void checkPassword() throws DdlRejection {
        if (password != null
                && password.hash() != null
                && !knownHash(password.hash().value())) {
            throw reader.refused(15021, "Invalid value given for parameter PASSWORD. Specify a valid parameter value.");
        }
        if (password != null
                && password.plain() != null
                && password.plain().value().length() > MAX_PASSWORD) {
            throw reader.refused(15021, "Invalid value given for parameter PASSWORD. Specify a valid parameter value.");
        }
        boolean mustChange = password != null && password.mustChange();
        if (mustChange && (!Boolean.TRUE.equals(expiration) || Boolean.FALSE.equals(policy))) {
            throw reader.refused(15128, "CHECK_POLICY and CHECK_EXPIRATION cannot be off when MUST_CHANGE is there.");
        }
        if (Boolean.TRUE.equals(expiration) && Boolean.FALSE.equals(policy)) {
            throw reader.refused(15122, "CHECK_EXPIRATION cannot be used when CHECK_POLICY is off.");
        }
    }

    /** The first two bytes say how it was made; those of 2025 are not known before. */
    private boolean knownHash(byte[] hash) {
        return hash.length > 2
                && hash[1] == 0
                && (hash[0] == 1 || hash[0] == 2 || hash[0] == 3 && reader.since(SqlVersion.V2025));
    }

    LoginStatement createUser() throws DdlRejection {
        String name = reader.name();
        String login = null;
        String certificate = null;
        boolean withoutLogin = false;
        Hidden userPassword = null;
        String schema = null;
        if (reader.accept("WITHOUT")) {
            reader.expect("LOGIN");
            withoutLogin = true;
        } else if (reader.accept("FOR") || reader.accept("FROM")) {
            if (reader.accept("CERTIFICATE")) {
                certificate = reader.name();
            } else {
                reader.expect("LOGIN");
                login = reader.name();
            }
        }
        boolean contained = login == null && certificate == null && !withoutLogin;
        if (reader.accept("WITH")) {
            do {
                String option = reader.peek().word();
                if (!seen.add(option)) {
                    throw reader.invalidUse(option, "CREATE USER");
                }
                switch (option) {
                    case "DEFAULT_SCHEMA" -> {
                        reader.expectSet(option);
                        schema = reader.name();
                    }
                    case "PASSWORD" -> {
                        if (!contained) {
                            throw reader.unexpected();
                        }
                        reader.expectSet(option);
                        userPassword = reader.password();
                    }
                    case "SID" -> {
                        if (!contained) {
                            throw reader.unexpected();
                        }
                        reader.expectSet(option);
                        sid = reader.binary();
                    }
                    default -> throw reader.unknownOption("CREATE USER");
                }
            } while (reader.acceptSign(","));
        }
        reader.end();
        return new LoginStatement.CreateUser(name, login, withoutLogin, userPassword, certificate, schema);
    }

    LoginStatement alterUser() throws DdlRejection {
        String name = reader.name();
        String login = null;
        String schema = null;
        reader.expect("WITH");
        do {
            String option = reader.peek().word();
            if (!seen.add(option)) {
                throw reader.invalidUse(option, "ALTER USER");
            }
            switch (option) {
                case "NAME" -> {
                    reader.expectSet(option);
                    newName = reader.name();
                }
                case "LOGIN" -> {
                    reader.expectSet(option);
                    login = reader.name();
                }
                case "DEFAULT_SCHEMA" -> {
                    reader.expectSet(option);
                    schema = reader.name();
                }
                default -> throw reader.unknownOption("ALTER USER");
            }
        } while (reader.acceptSign(","));
        reader.end();
        return new LoginStatement.AlterUser(name, newName, login, schema);
    }

    LoginStatement dropUser() throws DdlRejection {
        boolean ifExists = reader.accept("IF", "EXISTS");
        String name = reader.name();
        reader.end();
        return new LoginStatement.DropUser(name, ifExists);
    }

    LoginStatement alterRole(boolean ofServer) throws DdlRejection {
        String role = reader.name();
        boolean added = reader.accept("ADD");
        if (!added) {
            reader.expect("DROP");
        }
        reader.expect("MEMBER");
        String member = reader.name();
        reader.end();
        return new LoginStatement.AlterRole(ofServer, role, added, member);
    }
}
