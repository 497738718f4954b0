package io.quorate.lab.ddl;

import org.jspecify.annotations.Nullable;

/** A statement on log-ins and users. */
public sealed interface LoginStatement extends Statement {

    /** Returns whose it is. */
    String name();

    /**
     * A log-in's password. One of {@code plain} and {@code hash} is there.
     *
     * @param mustChange whether it is to be changed at the first log-in
     */
    record Password(@Nullable Hidden plain, @Nullable Bytes hash, boolean mustChange) {}

    /** {@code CREATE LOGIN ... FROM WINDOWS}. */
    record CreateWindowsLogin(
            String name,
            @Nullable String defaultDatabase,
            @Nullable String defaultLanguage) implements LoginStatement {}

    /**
     * {@code CREATE LOGIN ... WITH PASSWORD}.
     *
     * @param sid null: the server makes one
     */
    record CreateSqlLogin(
            String name,
            Password password,
            @Nullable Bytes sid,
            @Nullable String defaultDatabase,
            @Nullable String defaultLanguage,
            @Nullable Boolean checkExpiration,
            @Nullable Boolean checkPolicy)
            implements LoginStatement {}

    /** {@code CREATE LOGIN ... FROM CERTIFICATE}. */
    record CreateCertificateLogin(String name, String certificate) implements LoginStatement {}

    /**
     * {@code ALTER LOGIN ... ENABLE} or {@code DISABLE}.
     *
     * @param enabled false: disabled
     */
    record EnableLogin(String name, boolean enabled) implements LoginStatement {}

    /** {@code ALTER LOGIN ... WITH}; null is what the statement does not name. */
    record AlterLogin(
            String name,
            @Nullable Password password,
            @Nullable Hidden oldPassword,
            boolean unlock,
            @Nullable String newName,
            @Nullable String defaultDatabase,
            @Nullable String defaultLanguage,
            @Nullable Boolean checkExpiration,
            @Nullable Boolean checkPolicy)
            implements LoginStatement {}

    /** {@code DROP LOGIN}. */
    record DropLogin(String name) implements LoginStatement {}

    /**
     * {@code CREATE USER}, in the current database.
     *
     * @param login null: of the same name, or none if {@code withoutLogin} or {@code password} or {@code certificate} says so
     */
    record CreateUser(
            String name,
            @Nullable String login,
            boolean withoutLogin,
            @Nullable Hidden password,
            @Nullable String certificate,
            @Nullable String defaultSchema)
            implements LoginStatement {}

    /** {@code ALTER USER}; null is what the statement does not name. */
    record AlterUser(
            String name,
            @Nullable String newName,
            @Nullable String login,
            @Nullable String defaultSchema) implements LoginStatement {}

    /** {@code DROP USER}. */
    record DropUser(String name, boolean ifExists) implements LoginStatement {}

    /**
     * {@code ALTER SERVER ROLE} or {@code ALTER ROLE ... ADD} or {@code DROP MEMBER}.
     *
     * @param name the role
     * @param added false: dropped
     */
    record AlterRole(boolean ofServer, String name, boolean added, String member) implements LoginStatement {}
}
