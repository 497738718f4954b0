package io.quorate.lab.ddl;

import io.quorate.lab.ddl.PermissionStatement.Securable;
import io.quorate.lab.ddl.PermissionStatement.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code GRANT}, {@code DENY}, {@code REVOKE} and {@code ALTER AUTHORIZATION}. */
final class PermissionParser {
    private static final int MOST_WORDS = 6;

    private final Reader reader;

    PermissionParser(Reader reader) {
        this.reader = reader;
    }

    PermissionStatement parse(Verb verb) throws DdlRejection {
        boolean grantOption = verb == Verb.REVOKE && reader.accept("GRANT", "OPTION", "FOR");
        List<Token> starts = new ArrayList<>();
        List<String> permissions = new ArrayList<>();
        do {
            starts.add(reader.peek());
            permissions.add(permission());
        } while (reader.acceptSign(","));
        Securable securable = reader.accept("ON") ? securable() : null;
        for (int i = 0; i < permissions.size(); i++) {
            check(starts.get(i), permissions.get(i), securable);
        }
        if (!reader.accept("TO")) {
            if (verb != Verb.REVOKE) {
                throw reader.unexpected();
            }
            reader.expect("FROM");
        }
        List<String> principals = reader.names();
        boolean cascade = false;
        if (verb == Verb.GRANT && reader.accept("WITH")) {
            reader.expect("GRANT", "OPTION");
            grantOption = true;
        } else if (verb != Verb.GRANT) {
            cascade = reader.accept("CASCADE");
        }
        String grantor = reader.accept("AS") ? reader.name() : null;
        reader.end();
        return new PermissionStatement(verb, permissions, securable, principals, grantOption, cascade, grantor);
    }

    private String permission() throws DdlRejection {
        StringBuilder words = new StringBuilder();
        int count = 0;
        while (!reader.at("ON")
                && !reader.at("TO")
                && !reader.at("FROM")
                && !reader.peek().isSymbol(",")) {
            Token token = reader.peek();
            if (token.kind() != Token.Kind.WORD || count++ == MOST_WORDS) {
                throw reader.unexpected();
            }
            words.append(words.isEmpty() ? "" : " ").append(reader.next().word());
        }
        if (words.isEmpty()) {
            throw reader.unexpected();
        }
        return words.toString();
    }

    private void check(Token start, String permission, @Nullable Securable securable) throws DdlRejection {
        if (permission.equals("ALL") || permission.equals("ALL PRIVILEGES")) {
            return;
        }
        boolean known = securable == null
                ? Permissions.isGeneral(permission, reader.version())
                : Permissions.isOn(securable.kind(), permission);
        if (!known) {
            throw new DdlRejection(
                    102, 15, 1, start.line(), "Incorrect syntax near '" + Reader.shown(permission) + "'.");
        }
    }

    private Securable securable() throws DdlRejection {
        StringBuilder kind = new StringBuilder();
        int words = 0;
        while (reader.peek(words).kind() == Token.Kind.WORD && words < 3) {
            kind.append(kind.isEmpty() ? "" : " ").append(reader.peek(words).word());
            words++;
        }
        if (words == 0 || !reader.peek(words).isSymbol("::")) {
            return new Securable("OBJECT", reader.parts(3));
        }
        if (!Permissions.isKind(kind.toString())) {
            throw reader.unexpected();
        }
        for (int i = 0; i < words; i++) {
            reader.next();
        }
        reader.expectSign("::");
        return new Securable(kind.toString(), reader.parts(3));
    }

    AuthorizationStatement authorization() throws DdlRejection {
        reader.expect("ON");
        Securable securable = securable();
        reader.expect("TO");
        String owner = null;
        if (!reader.accept("SCHEMA", "OWNER")) {
            owner = reader.name();
        }
        reader.end();
        return new AuthorizationStatement(securable, owner);
    }
}
