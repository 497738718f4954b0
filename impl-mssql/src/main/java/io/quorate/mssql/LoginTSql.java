package io.quorate.mssql;

import io.quorate.sql.ServerPermission;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.EnableLogin;
import io.quorate.sql.command.SetLogin;
import io.quorate.sql.command.SetLoginPassword;
import io.quorate.sql.command.SetRoleMember;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders what makes log-ins the same. */
final class LoginTSql {
    private LoginTSql() {}

    private static String alter(String login) {
        return "ALTER LOGIN " + Sql.name(login);
    }

    static SqlStep password(SetLoginPassword c) {
        return SqlStep.of(alter(c.login()) + " WITH PASSWORD = ")
                .andHash(c.hash())
                .and(" HASHED");
    }

    static SqlStep set(SetLogin c) {
        List<String> options = new ArrayList<>();
        if (c.database() != null) {
            options.add("DEFAULT_DATABASE = " + Sql.name(c.database()));
        }
        if (c.language() != null) {
            options.add("DEFAULT_LANGUAGE = " + Sql.name(c.language()));
        }
        flag(options, "CHECK_POLICY", c.policy());
        flag(options, "CHECK_EXPIRATION", c.expiration());
        return SqlStep.of(alter(c.login()) + " WITH " + String.join(", ", options));
    }

    private static void flag(List<String> options, String option, @Nullable Boolean value) {
        if (value != null) {
            options.add(option + " = " + (value ? "ON" : "OFF"));
        }
    }

    static SqlStep enable(EnableLogin c) {
        return SqlStep.of(alter(c.login()) + (c.enabled() ? " ENABLE" : " DISABLE"));
    }

    static SqlStep member(SetRoleMember c) {
        return SqlStep.of("ALTER SERVER ROLE " + Sql.name(c.role()) + (c.member() ? " ADD" : " DROP") + " MEMBER "
                + Sql.name(c.login()));
    }

    /**
     * Renders what becomes of a right.
     *
     * @param handedOn whether the log-in may have given it to others, who lose it too
     */
    static SqlStep permit(String login, ServerPermission permission, boolean handedOn) {
        String cascade = handedOn ? " CASCADE" : "";
        String right = permission.permission();
        return SqlStep.of(
                switch (permission.state()) {
                    case GRANT ->
                        handedOn
                                ? "REVOKE GRANT OPTION FOR " + right + " FROM " + Sql.name(login) + cascade
                                : "GRANT " + right + " TO " + Sql.name(login);
                    case GRANT_WITH_GRANT_OPTION -> "GRANT " + right + " TO " + Sql.name(login) + " WITH GRANT OPTION";
                    case DENY -> "DENY " + right + " TO " + Sql.name(login) + cascade;
                    case REVOKE -> "REVOKE " + right + " FROM " + Sql.name(login) + cascade;
                });
    }

    static SqlStep drop(DropLogin c) {
        return SqlStep.of("DROP LOGIN " + Sql.name(c.login()));
    }
}
