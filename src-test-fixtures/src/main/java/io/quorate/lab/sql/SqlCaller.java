package io.quorate.lab.sql;

/**
 * On whose behalf a statement runs.
 *
 * @param login the log-in's name
 * @param database the session's current database
 * @param inTransaction whether a user transaction is open
 * @param externalCluster whether the session has said that it speaks for an external cluster manager
 */
public record SqlCaller(String login, String database, boolean inTransaction, boolean externalCluster) {}
