package io.quorate.lab.ddl;

import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER AUTHORIZATION}.
 *
 * @param owner null: {@code SCHEMA OWNER}
 */
public record AuthorizationStatement(
        PermissionStatement.Securable securable, @Nullable String owner) implements Statement {}
