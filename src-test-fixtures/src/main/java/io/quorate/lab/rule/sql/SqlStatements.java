package io.quorate.lab.rule.sql;

import io.quorate.lab.ddl.AuthorizationStatement;
import io.quorate.lab.ddl.BackupStatement;
import io.quorate.lab.ddl.CertificateStatement;
import io.quorate.lab.ddl.DatabaseStatement;
import io.quorate.lab.ddl.EndpointStatement;
import io.quorate.lab.ddl.Execute;
import io.quorate.lab.ddl.GroupStatement;
import io.quorate.lab.ddl.Hidden;
import io.quorate.lab.ddl.LoginStatement;
import io.quorate.lab.ddl.PermissionStatement;
import io.quorate.lab.ddl.ServerStatement;
import io.quorate.lab.ddl.Statement;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.BackupState;
import io.quorate.lab.model.sql.LoginState;
import io.quorate.lab.model.sql.LoginState.Options;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.SqlLogins;
import io.quorate.lab.model.sql.SqlRefusal;
import io.quorate.lab.sql.SqlAnswer;
import io.quorate.lab.sql.SqlCaller;
import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlPatience;
import io.quorate.lab.sql.SqlType;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Carries out at an instance what is said there. */
final class SqlStatements {
    private final SqlEstate sql;
    private final World world;
    private final String instance;
    private final SqlWords words;
    private final GroupVerbs groups;

    SqlStatements(SqlEstate sql, String instance, SqlWords words) {
        this.sql = sql;
        this.world = sql.world();
        this.instance = instance;
        this.words = words;
        this.groups = new GroupVerbs(sql, instance);
    }

    void execute(Statement statement, SqlCaller caller, SqlPatience patience, SqlAnswer answer) {
        try {
            int due = sql.faults().due(instance, verb(statement));
            if (due != 0) {
                throw new SqlRefusal(due, name(statement), instance);
            }
            if (!sql.instance(instance).running()) {
                throw new SqlRefusal(596);
            }
            check(statement, caller);
            pause(before(statement), patience);
            run(statement, caller, patience, answer);
        } catch (SqlRefusal refusal) {
            refusal.before().forEach(r -> answer.message(words.message(r)));
            answer.message(words.message(refusal));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.message(words.message(3617, List.of()));
        }
        answer.done();
    }

    /** Returns what {@code SqlFaults} call a statement. */
    private static String verb(Statement statement) {
        if (statement instanceof GroupStatement group) {
            return GroupVerbs.verb(group);
        }
        if (statement instanceof DatabaseStatement.JoinGroup) {
            return "SET HADR";
        }
        return statement
                .getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toUpperCase(Locale.ROOT);
    }

    private static String name(Statement statement) {
        return statement instanceof GroupStatement group ? group.name() : "";
    }

    private void check(Statement statement, SqlCaller caller) {
        if (statement instanceof GroupStatement) {
            if (!caller.database().equalsIgnoreCase("master")) {
                throw new SqlRefusal(35208);
            }
            if (caller.inTransaction()) {
                throw new SqlRefusal(226, "AVAILABILITY GROUP");
            }
        }
        if (caller.inTransaction()
                && (statement instanceof EndpointStatement
                        || statement instanceof BackupStatement
                        || statement instanceof DatabaseStatement)) {
            throw new SqlRefusal(226, verb(statement));
        }
        if (!may(statement, caller.login())) {
            throw new SqlRefusal(15247);
        }
    }

    private boolean may(Statement statement, String name) {
        LoginState login = world.find(LoginState.key(instance, name)).orElse(null);
        if (login == null) {
            return false;
        }
        String right = statement instanceof GroupStatement
                ? "ALTER ANY AVAILABILITY GROUP"
                : statement instanceof EndpointStatement
                        ? "ALTER ANY ENDPOINT"
                        : statement instanceof LoginStatement ? "ALTER ANY LOGIN" : "ALTER ANY DATABASE";
        return login.may(right)
                || statement instanceof GroupStatement.Create && login.may("CREATE AVAILABILITY GROUP")
                || statement instanceof EndpointStatement.Create && login.may("CREATE ENDPOINT")
                || statement instanceof DatabaseStatement.Create && login.may("CREATE ANY DATABASE");
    }

    private Duration before(Statement statement) {
        if (statement instanceof GroupStatement || statement instanceof DatabaseStatement.JoinGroup) {
            return sql.timings().join();
        }
        if (statement instanceof BackupStatement.Backup backup) {
            return sql.database(instance, backup.database())
                    .map(d -> sql.databases().copying(d.size()))
                    .orElse(Duration.ZERO);
        }
        if (statement instanceof BackupStatement.Restore restore
                && !restore.devices().isEmpty()) {
            return sql.databases()
                    .findBackup(instance, restore.devices().get(0).name())
                    .map(b -> sql.databases().copying(b.size()))
                    .orElse(Duration.ZERO);
        }
        return Duration.ZERO;
    }

    private void pause(Duration time, SqlPatience patience) throws InterruptedException {
        if (!time.isZero() && world.await("a statement at " + instance, patience::given, time)) {
            throw new SqlRefusal(3617);
        }
    }

    private void run(Statement statement, SqlCaller caller, SqlPatience patience, SqlAnswer answer)
            throws InterruptedException {
        if (statement instanceof GroupStatement group) {
            groups.run(group, caller, patience);
        } else if (statement instanceof BackupStatement.Inspect inspect) {
            inspect(inspect, answer);
        } else {
            String cause = verb(statement) + " at " + instance;
            if (!world.<Boolean>change(cause, () -> local(statement, caller))) {
                world.notSimulated("sql: " + cause);
                throw new SqlRefusal(50000, cause);
            }
        }
    }

    private boolean local(Statement statement, SqlCaller caller) {
        return statement instanceof DatabaseStatement d && database(d, caller)
                || statement instanceof BackupStatement b && backup(b, caller)
                || statement instanceof LoginStatement l && login(l, caller)
                || statement instanceof CertificateStatement c && certificate(c)
                || statement instanceof EndpointStatement e && endpoint(e, caller)
                || statement instanceof PermissionStatement p && permit(p, caller)
                || statement instanceof AuthorizationStatement a && authorize(a)
                || statement instanceof Execute e && agent(e, caller)
                || statement instanceof ServerStatement;
    }

    private String current(String database, SqlCaller caller) {
        return database.isEmpty() ? caller.database() : database;
    }

    private boolean database(DatabaseStatement statement, SqlCaller caller) {
        if (statement instanceof DatabaseStatement.Create create) {
            sql.databases().create(instance, create, caller.login());
        } else if (statement instanceof DatabaseStatement.Drop drop) {
            drop.databases().forEach(d -> sql.databases().drop(instance, d, drop.ifExists()));
        } else if (statement instanceof DatabaseStatement.Set set) {
            set.settings().forEach(s -> sql.databases().set(instance, current(set.database(), caller), s));
        } else if (statement instanceof DatabaseStatement.JoinGroup join) {
            sql.groups().joinDatabase(instance, join.database(), join.group());
        } else if (statement instanceof DatabaseStatement.LeaveGroup leave) {
            sql.groups().leaveDatabase(instance, leave.database());
        } else if (statement instanceof DatabaseStatement.Suspend suspend) {
            sql.replication().suspend(instance, suspend.database());
        } else if (statement instanceof DatabaseStatement.Resume resume) {
            sql.replication().resume(instance, resume.database());
        } else {
            return false;
        }
        return true;
    }

    private boolean backup(BackupStatement statement, SqlCaller caller) {
        if (statement instanceof BackupStatement.Backup backup) {
            sql.databases().backup(instance, backup);
        } else if (statement instanceof BackupStatement.Restore restore) {
            sql.databases().restore(instance, restore, caller.login());
        } else {
            return false;
        }
        return true;
    }

    private void inspect(BackupStatement.Inspect inspect, SqlAnswer answer) {
        String file = inspect.devices().get(0).name();
        BackupState backup = sql.databases().findBackup(instance, file).orElseThrow(() -> new SqlRefusal(3201, file));
        switch (inspect.what()) {
            case HEADERONLY -> {
                answer.columns(List.of(
                        new SqlColumn("BackupType", SqlType.SMALLINT),
                        new SqlColumn("DatabaseName", SqlType.NVARCHAR),
                        new SqlColumn("BackupSize", SqlType.BIGINT),
                        new SqlColumn("LastLSN", SqlType.NUMERIC),
                        new SqlColumn("IsCopyOnly", SqlType.BIT)));
                answer.row(List.of(
                        backup.base() == null ? 1 : 2,
                        backup.database(),
                        backup.size(),
                        backup.log().lsn(),
                        backup.copyOnly()));
                answer.counted(1);
            }
            case FILELISTONLY -> {
                answer.columns(List.of(
                        new SqlColumn("LogicalName", SqlType.NVARCHAR),
                        new SqlColumn("PhysicalName", SqlType.NVARCHAR),
                        new SqlColumn("Type", SqlType.NVARCHAR),
                        new SqlColumn("Size", SqlType.BIGINT)));
                answer.row(List.of(backup.database(), backup.database() + ".mdf", "D", backup.size()));
                answer.row(List.of(backup.database() + "_log", backup.database() + "_log.ldf", "L", 8L << 20));
                answer.counted(2);
            }
            default -> {
                // it is there, and that is all that is said
            }
        }
    }

    private boolean login(LoginStatement statement, SqlCaller caller) {
        SqlLogins logins = sql.logins();
        if (statement instanceof LoginStatement.CreateWindowsLogin windows) {
            logins.createWindows(instance, windows.name());
            logins.options(
                    instance,
                    windows.name(),
                    new Options(windows.defaultDatabase(), windows.defaultLanguage(), null, null));
        } else if (statement instanceof LoginStatement.CreateSqlLogin made) {
            Hidden plain = made.password().plain();
            char[] password = plain == null ? null : plain.value().toCharArray();
            try {
                logins.createSql(
                        instance, made.name(), password, made.password().hash(), made.sid(), false);
                logins.options(
                        instance,
                        made.name(),
                        new Options(
                                made.defaultDatabase(),
                                made.defaultLanguage(),
                                made.checkPolicy(),
                                made.checkExpiration()));
            } finally {
                if (password != null) {
                    Arrays.fill(password, '\0');
                }
            }
        } else if (statement instanceof LoginStatement.CreateCertificateLogin made) {
            logins.createFromCertificate(instance, made.name(), made.certificate());
        } else if (statement instanceof LoginStatement.EnableLogin enable) {
            logins.enable(instance, enable.name(), enable.enabled());
        } else if (statement instanceof LoginStatement.AlterLogin alter && alter.newName() == null) {
            logins.alter(
                    instance,
                    alter.name(),
                    alter.password(),
                    new Options(
                            alter.defaultDatabase(),
                            alter.defaultLanguage(),
                            alter.checkPolicy(),
                            alter.checkExpiration()));
        } else if (statement instanceof LoginStatement.DropLogin drop) {
            logins.drop(instance, drop.name(), caller.login());
        } else if (statement instanceof LoginStatement.CreateUser user) {
            boolean none = user.withoutLogin() || user.password() != null || user.certificate() != null;
            String login = none ? null : user.login() == null ? user.name() : user.login();
            logins.createUser(instance, caller.database(), user.name(), login);
        } else if (statement instanceof LoginStatement.DropUser drop) {
            logins.dropUser(instance, caller.database(), drop.name(), drop.ifExists());
        } else if (statement instanceof LoginStatement.AlterRole role) {
            if (role.ofServer()) {
                logins.member(instance, role.name(), role.member(), role.added());
            }
        } else {
            return false;
        }
        return true;
    }

    /** Calls a procedure of msdb, which is named so. */
    private boolean agent(Execute call, SqlCaller caller) {
        List<String> name = call.procedure();
        boolean msdb = name.size() == 3
                ? name.get(0).equalsIgnoreCase("msdb")
                : caller.database().equalsIgnoreCase("msdb");
        if (!msdb) {
            return false;
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Execute.Argument argument : call.arguments()) {
            Object value = argument.value();
            if (argument.name() == null || argument.output() || value instanceof Execute.Variable) {
                return false;
            }
            if (value != null && !argument.byDefault()) {
                arguments.put(argument.name().substring(1).toLowerCase(Locale.ROOT), String.valueOf(value));
            }
        }
        return sql.agent().run(instance, call.name(), arguments, caller.login());
    }

    private boolean certificate(CertificateStatement statement) {
        if (statement instanceof CertificateStatement.CreateMasterKey) {
            sql.endpoints().masterKey(instance, true);
        } else if (statement instanceof CertificateStatement.DropMasterKey) {
            sql.endpoints().masterKey(instance, false);
        } else if (statement instanceof CertificateStatement.CreateCertificate create) {
            sql.endpoints().createCertificate(instance, create);
        } else if (statement instanceof CertificateStatement.ImportCertificate imported) {
            sql.endpoints().importCertificate(instance, imported);
        } else if (statement instanceof CertificateStatement.DropCertificate drop) {
            sql.endpoints().dropCertificate(instance, drop.name());
        } else {
            return !(statement instanceof CertificateStatement.BackupCertificate);
        }
        return true;
    }

    private boolean endpoint(EndpointStatement statement, SqlCaller caller) {
        if (statement instanceof EndpointStatement.Create create) {
            sql.endpoints().createEndpoint(instance, create, caller.login());
        } else if (statement instanceof EndpointStatement.Alter alter) {
            sql.endpoints().alterEndpoint(instance, alter);
        } else if (statement instanceof EndpointStatement.Drop drop) {
            sql.endpoints().dropEndpoint(instance, drop.name());
        }
        return true;
    }

    private boolean permit(PermissionStatement statement, SqlCaller caller) {
        PermissionStatement.Securable on = statement.securable();
        boolean server = on != null
                        && List.of("ENDPOINT", "LOGIN", "AVAILABILITY GROUP", "SERVER ROLE")
                                .contains(on.kind())
                || on == null && caller.database().equalsIgnoreCase("master");
        if (server) {
            sql.logins().permit(instance, statement);
        }
        return true;
    }

    private boolean authorize(AuthorizationStatement statement) {
        String name =
                statement.securable().name().get(statement.securable().name().size() - 1);
        String owner = statement.owner() == null ? "sa" : statement.owner();
        switch (statement.securable().kind()) {
            case "DATABASE" -> sql.databases().own(instance, name, owner);
            case "ENDPOINT" -> sql.endpoints().ownEndpoint(instance, name, owner);
            default -> {
                // shows nowhere
            }
        }
        return true;
    }
}
