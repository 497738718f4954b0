package io.quorate.lab.ddl;

import io.quorate.lab.ddl.CertificateStatement.PrivateKey;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statements on certificates and the master key, from behind these words on. */
final class CertificateParser {
    private static final int MAX_SUBJECT = 4096;

    private final Reader reader;

    CertificateParser(Reader reader) {
        this.reader = reader;
    }

    CertificateStatement createMasterKey() throws DdlRejection {
        Hidden password = reader.at("ENCRYPTION") ? byPassword("ENCRYPTION") : null;
        reader.end();
        return new CertificateStatement.CreateMasterKey(password);
    }

    CertificateStatement openMasterKey() throws DdlRejection {
        Hidden password = byPassword("DECRYPTION");
        reader.end();
        return new CertificateStatement.OpenMasterKey(password);
    }

    CertificateStatement closeMasterKey() throws DdlRejection {
        reader.end();
        return new CertificateStatement.CloseMasterKey();
    }

    CertificateStatement dropMasterKey() throws DdlRejection {
        reader.end();
        return new CertificateStatement.DropMasterKey();
    }

    CertificateStatement alterMasterKey() throws DdlRejection {
        CertificateStatement statement;
        if (reader.accept("FORCE") || reader.at("REGENERATE")) {
            reader.expect("REGENERATE", "WITH");
            statement = new CertificateStatement.AlterMasterKey(true, null, byPassword("ENCRYPTION"), null);
        } else {
            boolean add = reader.accept("ADD");
            if (!add) {
                reader.expect("DROP");
            }
            reader.expect("ENCRYPTION", "BY");
            if (reader.accept("SERVICE")) {
                reader.expect("MASTER", "KEY");
                statement = new CertificateStatement.AlterMasterKey(false, add, null, null);
            } else {
                reader.expectSet("PASSWORD");
                Hidden password = reader.password();
                statement = new CertificateStatement.AlterMasterKey(
                        false, null, add ? password : null, add ? null : password);
            }
        }
        reader.end();
        return statement;
    }

    CertificateStatement create() throws DdlRejection {
        String name = reader.name();
        String owner = reader.accept("AUTHORIZATION") ? reader.name() : null;
        CertificateStatement statement = reader.accept("FROM") ? imported(name, owner) : made(name, owner);
        reader.end();
        return statement;
    }

    private CertificateStatement imported(String name, @Nullable String owner) throws DdlRejection {
        String file = null;
        Bytes bytes = null;
        if (reader.accept("BINARY")) {
            reader.expectSign("=");
            bytes = reader.binary();
            if (bytes.value().length == 0) {
                throw reader.refused(15468, "The certificate's bytes are empty.");
            }
        } else {
            reader.accept("EXECUTABLE");
            reader.expectSet("FILE");
            file = path();
        }
        PrivateKey key = null;
        if (reader.accept("WITH")) {
            reader.expect("PRIVATE", "KEY");
            key = privateKey(bytes != null);
        }
        return new CertificateStatement.ImportCertificate(name, owner, file, bytes, key, activeForBeginDialog());
    }

    private CertificateStatement made(String name, @Nullable String owner) throws DdlRejection {
        Hidden password = reader.at("ENCRYPTION") ? byPassword("ENCRYPTION") : null;
        reader.expect("WITH");
        reader.expectSet("SUBJECT");
        String subject = reader.string();
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw reader.refused(15297, "The certificate's subject is empty or too long.");
        }
        String start = null;
        String expiry = null;
        while (reader.acceptSign(",")) {
            if (reader.at("START_DATE") && start == null) {
                reader.expectSet("START_DATE");
                start = date();
            } else if (reader.at("EXPIRY_DATE") && expiry == null) {
                reader.expectSet("EXPIRY_DATE");
                expiry = date();
            } else {
                throw reader.unexpected();
            }
        }
        return new CertificateStatement.CreateCertificate(
                name, owner, password, subject, start, expiry, activeForBeginDialog());
    }

    private String date() throws DdlRejection {
        String date = reader.string();
        if (date.isBlank() || date.chars().noneMatch(Character::isDigit)) {
            throw reader.refused(15507, "A date of the certificate is not valid.");
        }
        return date;
    }

    private @Nullable Boolean activeForBeginDialog() throws DdlRejection {
        if (!reader.accept("ACTIVE")) {
            return null;
        }
        reader.expect("FOR");
        reader.expectSet("BEGIN_DIALOG");
        return reader.onOff();
    }

    /**
     * Reads what stands in the brackets.
     *
     * @param ofBytes whether the certificate is given by its bytes, so the key is, too
     */
    private PrivateKey privateKey(boolean ofBytes) throws DdlRejection {
        String file = null;
        Bytes bytes = null;
        Hidden decryption = null;
        Hidden encryption = null;
        Set<String> seen = new HashSet<>();
        reader.expectSign("(");
        do {
            String option = reader.peek().word();
            if (!seen.add(option)) {
                throw reader.invalidUse(option, "CERTIFICATE");
            }
            switch (option) {
                case "FILE" -> {
                    reader.expectSet(option);
                    file = path();
                }
                case "BINARY" -> {
                    reader.expectSet(option);
                    bytes = reader.binary();
                }
                case "DECRYPTION" -> decryption = byPassword(option);
                case "ENCRYPTION" -> encryption = byPassword(option);
                default -> throw reader.unexpected();
            }
        } while (reader.acceptSign(","));
        if ((ofBytes ? bytes : file) == null || (ofBytes ? file : bytes) != null) {
            throw reader.unexpected();
        }
        reader.expectSign(")");
        return new PrivateKey(file, bytes, decryption, encryption);
    }

    private Hidden byPassword(String word) throws DdlRejection {
        reader.expect(word, "BY");
        reader.expectSet("PASSWORD");
        return reader.password();
    }

    private String path() throws DdlRejection {
        String path = reader.string();
        if (path.isEmpty()) {
            throw reader.refused(15208, "A file needs a name.");
        }
        return path;
    }

    CertificateStatement backup() throws DdlRejection {
        String name = reader.name();
        reader.expect("TO");
        reader.expectSet("FILE");
        String file = path();
        PrivateKey key = null;
        if (reader.accept("WITH")) {
            reader.expect("PRIVATE", "KEY");
            key = privateKey(false);
        }
        reader.end();
        return new CertificateStatement.BackupCertificate(name, file, key);
    }

    CertificateStatement drop() throws DdlRejection {
        String name = reader.name();
        reader.end();
        return new CertificateStatement.DropCertificate(name);
    }
}
