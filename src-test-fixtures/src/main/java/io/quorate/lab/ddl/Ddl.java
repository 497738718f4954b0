package io.quorate.lab.ddl;

import io.quorate.lab.ddl.PermissionStatement.Verb;
import java.util.List;
import java.util.Set;

/** The checker: takes a statement as a version and edition of SQL Server would, or says why not. Thread-safe. */
public final class Ddl {
    private static final Set<String> OBJECTS =
            Set.of("AVAILABILITY", "DATABASE", "ENDPOINT", "MASTER", "CERTIFICATE", "LOGIN", "USER");

    private Ddl() {}

    /**
     * Reads one statement; a semicolon may end it.
     *
     * @throws DdlRejection if the server would not take it, whatever the state of its groups
     */
    public static Statement parse(String text, SqlVersion version, SqlEdition edition) throws DdlRejection {
        Reader reader = new Reader(text, version, edition);
        Token first = reader.peek();
        switch (first.word()) {
            case "CREATE" -> {
                reader.next();
                return create(reader);
            }
            case "ALTER" -> {
                reader.next();
                return alter(reader);
            }
            case "DROP" -> {
                reader.next();
                return drop(reader);
            }
            case "GRANT", "DENY", "REVOKE" -> {
                Verb verb = Verb.valueOf(reader.next().word());
                return new PermissionParser(reader).parse(verb);
            }
            case "BACKUP" -> {
                reader.next();
                return reader.accept("CERTIFICATE")
                        ? new CertificateParser(reader).backup()
                        : new BackupParser(reader, false).backup();
            }
            case "RESTORE" -> {
                reader.next();
                return new BackupParser(reader, true).restore();
            }
            case "OPEN" -> {
                reader.expect("OPEN", "MASTER", "KEY");
                return new CertificateParser(reader).openMasterKey();
            }
            case "CLOSE" -> {
                reader.expect("CLOSE", "MASTER", "KEY");
                return new CertificateParser(reader).closeMasterKey();
            }
            case "EXEC", "EXECUTE" -> {
                reader.next();
                return new ServerParser(reader).execute();
            }
            case "RECONFIGURE" -> {
                reader.next();
                return new ServerParser(reader).reconfigure();
            }
            default -> throw reader.unexpected();
        }
    }

    /**
     * Tells whether a statement that begins so is one of these, rather than a query, a change of rows, or a word of control.
     *
     * @param words its first words, keywords in capitals, up to three
     */
    static boolean knows(List<String> words) {
        String second = words.size() > 1 ? words.get(1) : "";
        String third = words.size() > 2 ? words.get(2) : "";
        return switch (words.get(0)) {
            case "CREATE", "DROP" -> OBJECTS.contains(second);
            case "ALTER" ->
                OBJECTS.contains(second)
                                && !(second.equals("DATABASE") && (third.equals("SCOPED") || third.equals("AUDIT")))
                        || Set.of("ROLE", "EVENT", "AUTHORIZATION").contains(second)
                        || second.equals("SERVER") && third.equals("ROLE");
            case "OPEN", "CLOSE" -> second.equals("MASTER");
            case "EXEC", "EXECUTE" -> !second.equals("(") && !second.equals("AS");
            case "GRANT", "DENY", "REVOKE", "BACKUP", "RESTORE", "RECONFIGURE" -> true;
            default -> false;
        };
    }

    private static Statement create(Reader reader) throws DdlRejection {
        if (reader.accept("AVAILABILITY")) {
            reader.expect("GROUP");
            return new GroupParser(reader).create();
        }
        if (reader.accept("DATABASE")) {
            return new DatabaseParser(reader).create();
        }
        if (reader.accept("ENDPOINT")) {
            return new EndpointParser(reader, true).create();
        }
        if (reader.accept("MASTER")) {
            reader.expect("KEY");
            return new CertificateParser(reader).createMasterKey();
        }
        if (reader.accept("CERTIFICATE")) {
            return new CertificateParser(reader).create();
        }
        if (reader.accept("LOGIN")) {
            return new LoginParser(reader).create();
        }
        reader.expect("USER");
        return new LoginParser(reader).createUser();
    }

    private static Statement alter(Reader reader) throws DdlRejection {
        if (reader.accept("AVAILABILITY")) {
            reader.expect("GROUP");
            return new GroupParser(reader).alter();
        }
        if (reader.accept("DATABASE")) {
            return new DatabaseParser(reader).alter();
        }
        if (reader.accept("ENDPOINT")) {
            return new EndpointParser(reader, false).alter();
        }
        if (reader.accept("MASTER")) {
            reader.expect("KEY");
            return new CertificateParser(reader).alterMasterKey();
        }
        if (reader.accept("LOGIN")) {
            return new LoginParser(reader).alter();
        }
        if (reader.accept("USER")) {
            return new LoginParser(reader).alterUser();
        }
        if (reader.accept("SERVER")) {
            reader.expect("ROLE");
            return new LoginParser(reader).alterRole(true);
        }
        if (reader.accept("ROLE")) {
            return new LoginParser(reader).alterRole(false);
        }
        if (reader.accept("EVENT")) {
            reader.expect("SESSION");
            return new ServerParser(reader).alterEventSession();
        }
        reader.expect("AUTHORIZATION");
        return new PermissionParser(reader).authorization();
    }

    private static Statement drop(Reader reader) throws DdlRejection {
        if (reader.accept("AVAILABILITY")) {
            reader.expect("GROUP");
            return new GroupParser(reader).drop();
        }
        if (reader.accept("DATABASE")) {
            return new DatabaseParser(reader).drop();
        }
        if (reader.accept("ENDPOINT")) {
            return new EndpointParser(reader, true).drop();
        }
        if (reader.accept("MASTER")) {
            reader.expect("KEY");
            return new CertificateParser(reader).dropMasterKey();
        }
        if (reader.accept("CERTIFICATE")) {
            return new CertificateParser(reader).drop();
        }
        if (reader.accept("LOGIN")) {
            return new LoginParser(reader).drop();
        }
        reader.expect("USER");
        return new LoginParser(reader).dropUser();
    }
}
