package io.quorate.mssql;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import io.quorate.spi.net.Logins;
import io.quorate.sql.DatabaseUser;
import io.quorate.sql.LoginInventory;
import io.quorate.sql.LoginSid;
import io.quorate.sql.PasswordMark;
import io.quorate.sql.ServerLogin;
import io.quorate.sql.ServerPermission;
import io.quorate.sql.SqlVersion;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.EnableLogin;
import io.quorate.sql.command.GetDatabaseUsers;
import io.quorate.sql.command.GetLogins;
import io.quorate.sql.command.GetPasswordHash;
import io.quorate.sql.command.SetLogin;
import io.quorate.sql.command.SetLoginPassword;
import io.quorate.sql.command.SetRoleMember;
import io.quorate.sql.command.SetServerPermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How log-ins are read, and made the same. */
final class LoginHandlers {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final int PBKDF2 = 3;
    private static final int LONGEST_HASH = 512;

    private LoginHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(
                new Reading<>(GetLogins.class, (c, link) -> LoginReading.read(link)),
                new Reading<>(GetPasswordHash.class, LoginHandlers::hash),
                new Reading<>(GetDatabaseUsers.class, LoginHandlers::users),
                new LoginChange<>(
                        SetLoginPassword.class,
                        SetLoginPassword::login,
                        (c, login) -> isPassword(c.hash(), login.password()),
                        (c, login) -> LoginTSql.password(c)),
                new LoginChange<>(
                        SetLogin.class,
                        SetLogin::login,
                        (c, login) -> same(c.database(), login.database())
                                && same(c.language(), login.language())
                                && same(c.policy(), login.policy())
                                && same(c.expiration(), login.expiration()),
                        (c, login) -> LoginTSql.set(c)),
                new LoginChange<>(
                        EnableLogin.class,
                        EnableLogin::login,
                        (c, login) -> login.login().disabled() != c.enabled(),
                        (c, login) -> LoginTSql.enable(c)),
                new LoginChange<>(
                        SetRoleMember.class,
                        SetRoleMember::login,
                        (c, login) -> login.roles().stream().anyMatch(c.role()::equalsIgnoreCase) == c.member(),
                        (c, login) -> LoginTSql.member(c)),
                new LoginChange<>(
                        SetServerPermission.class,
                        SetServerPermission::login,
                        (c, login) ->
                                state(login, c.permission()) == c.permission().state(),
                        (c, login) -> LoginTSql.permit(
                                c.login(),
                                c.permission(),
                                login != null
                                        && state(login, c.permission())
                                                == ServerPermission.State.GRANT_WITH_GRANT_OPTION)),
                new Dropping());
    }

    private static boolean same(@Nullable String wanted, String is) {
        return wanted == null || wanted.equalsIgnoreCase(is);
    }

    private static boolean same(@Nullable Boolean wanted, @Nullable Boolean is) {
        return wanted == null || wanted.equals(is);
    }

    private static ServerPermission.State state(ServerLogin login, ServerPermission of) {
        return login.permissions().stream()
                .filter(one -> one.permission().equals(of.permission()))
                .map(ServerPermission::state)
                .findFirst()
                .orElse(ServerPermission.State.REVOKE);
    }

    // hashes

    private static Secret hash(GetPasswordHash c, SqlLink link) {
        String ask = "SELECT password_hash FROM sys.sql_logins WHERE name = " + Sql.text(c.login());
        List<SqlRow> rows = link.read(ask).rows();
        if (rows.isEmpty()) {
            throw Seen.missing(link.address() + " has no log-in " + c.login() + " with a password");
        }
        byte[] hash = rows.get(0).taken("password_hash");
        if (hash == null) {
            throw Fault.lasting(ErrorKind.ACCESS_DENIED)
                    .hint("to see hashes takes CONTROL SERVER")
                    .because("the hash of " + c.login() + "'s password is not told at " + link.address());
        }
        char[] digits = new char[hash.length * 2];
        try {
            for (int i = 0; i < hash.length; i++) {
                digits[2 * i] = HEX[hash[i] >> 4 & 15];
                digits[2 * i + 1] = HEX[hash[i] & 15];
            }
            return Secret.of(digits);
        } finally {
            Arrays.fill(hash, (byte) 0);
            Arrays.fill(digits, '\0');
        }
    }

    /** Returns the bytes of a hash; empty for a reference, and for what is no hash. The caller wipes them. */
    private static byte[] bytes(Secret hash) {
        if (!hash.usable()) {
            return new byte[0];
        }
        char[] digits = Logins.reveal(hash);
        try {
            int start = digits.length > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X') ? 2 : 0;
            int length = (digits.length - start) / 2;
            if (length > LONGEST_HASH || (digits.length - start) % 2 != 0) {
                return new byte[0];
            }
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                int high = Character.digit(digits[start + 2 * i], 16);
                int low = Character.digit(digits[start + 2 * i + 1], 16);
                if (high < 0 || low < 0) {
                    Arrays.fill(bytes, (byte) 0);
                    return new byte[0];
                }
                bytes[i] = (byte) (high << 4 | low);
            }
            return bytes;
        } finally {
            Arrays.fill(digits, '\0');
        }
    }

    private static boolean isPassword(Secret hash, @Nullable PasswordMark is) {
        byte[] bytes = bytes(hash);
        try {
            return is != null
                    && bytes.length > 0
                    && is.equals(new PasswordMark(
                            bytes[0], MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Refuses a hash that a version cannot read, before anything is sent. */
    static void readable(Secret hash, String instance, SqlVersion version) {
        byte[] bytes = bytes(hash);
        try {
            if (bytes.length > 0 && bytes[0] >= PBKDF2 && !version.atLeast(SqlVersion.SQL_2025)) {
                throw Seen.unsupported(
                        "the hash of the password was made by SQL Server 2025 (PBKDF2), and " + instance + " is "
                                + version.product() + ", which cannot read it; nothing was sent",
                        "set the password there by hand, or update the instance");
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    // users

    private static List<DatabaseUser> users(GetDatabaseUsers c, SqlLink link) {
        StringBuilder batch = new StringBuilder();
        for (String database : c.databases()) {
            batch.append("SELECT name, sid FROM ")
                    .append(Sql.name(database))
                    .append(".sys.database_principals WHERE principal_id > 4 AND type IN (N'S', N'U', N'G') AND"
                            + " authentication_type IN (1, 3);\n");
        }
        SqlReply reply = link.read(batch.toString());
        if (reply.results().size() != c.databases().size()) {
            throw Fault.lasting(ErrorKind.BAD_REPLY)
                    .because(link.address() + " answered " + c.databases().size() + " questions with "
                            + reply.results().size() + " results");
        }
        List<DatabaseUser> users = new ArrayList<>();
        for (int i = 0; i < c.databases().size(); i++) {
            for (SqlRow row : reply.results().get(i).rows()) {
                String name = row.text("name");
                byte[] sid = row.bytes("sid");
                if (name != null && sid != null && sid.length > 1) {
                    users.add(new DatabaseUser(c.databases().get(i), name, LoginSid.of(Inventory.hex(sid))));
                }
            }
        }
        return List.copyOf(users);
    }

    /** Reads something. */
    private record Reading<C extends Command<R>, R>(Class<C> handles, BiFunction<C, SqlLink, R> read)
            implements Handler<C, R, SqlLink> {
        @Override
        public R run(C command, SqlLink link) {
            return read.apply(command, link);
        }

        @Override
        public List<Step> steps(C command, SqlLink link) {
            return List.of();
        }

        @Override
        public List<Step> foreseen(C command, String host) {
            return List.of();
        }
    }

    /** Stands for an instance that nobody has looked at. */
    private static LoginInventory nobody() {
        return new LoginInventory(
                "", "", new SqlVersion(SqlVersion.SQL_2025, 0, 0, 0), List.of(), List.of(), List.of());
    }

    /** A change of a log-in that is there. */
    private static final class LoginChange<C extends Command<Void>> extends SettledChange<C, LoginInventory, Void> {
        private final Function<C, String> name;
        private final Judge<C> done;
        private final BiFunction<C, @Nullable ServerLogin, SqlStep> change;

        LoginChange(
                Class<C> handles,
                Function<C, String> name,
                Judge<C> done,
                BiFunction<C, @Nullable ServerLogin, SqlStep> change) {
            super(handles);
            this.name = name;
            this.done = done;
            this.change = change;
        }

        /** Tells whether a log-in is as wanted. */
        private interface Judge<C> {
            boolean test(C command, ServerLogin login);
        }

        @Override
        protected LoginInventory read(C command, SqlLink link) {
            return LoginReading.read(link);
        }

        @Override
        protected LoginInventory unseen(C command) {
            return nobody();
        }

        @Override
        protected Observation<Void> done(C command, LoginInventory seen) {
            String login = name.apply(command);
            return seen.login(login)
                    .map(there -> Seen.so(done.test(command, there)))
                    .orElseGet(() -> Seen.other(Seen.missing(seen.name() + " has no log-in " + login)));
        }

        @Override
        void gate(C command, LoginInventory seen) {
            if (command instanceof SetLoginPassword set) {
                readable(set.hash(), seen.name(), seen.version());
            }
        }

        @Override
        protected List<SqlStep> change(C command, LoginInventory seen) {
            return List.of(change.apply(command, seen.login(name.apply(command)).orElse(null)));
        }
    }

    /** Drops a log-in of one SID. */
    private static final class Dropping extends SettledChange<DropLogin, LoginInventory, Void> {
        Dropping() {
            super(DropLogin.class);
        }

        @Override
        protected LoginInventory read(DropLogin command, SqlLink link) {
            return LoginReading.read(link);
        }

        @Override
        protected LoginInventory unseen(DropLogin command) {
            return nobody();
        }

        @Override
        protected Observation<Void> done(DropLogin command, LoginInventory seen) {
            Optional<ServerLogin> there = seen.login(command.login());
            if (there.isEmpty()) {
                return Seen.so();
            }
            return there.get().sid().equals(command.sid())
                    ? Observation.absent()
                    : Seen.other(Seen.conflict("log-in " + command.login() + " of " + seen.name() + " has the SID "
                            + there.get().sid() + " now, not " + command.sid() + ": it is another one"));
        }

        @Override
        protected List<SqlStep> change(DropLogin command, LoginInventory seen) {
            return List.of(LoginTSql.drop(command));
        }
    }
}
