package io.quorate.sql;

/** In what a log-in of two instances can differ. */
public enum LoginAspect {
    /** The instance lacks it. */
    MISSING,
    /** The instance alone has it. */
    SURPLUS,
    /** It is of another kind: a Windows account here, a password there. */
    KIND,
    /** It has another SID, so that users of databases belong to it at one of them only. */
    SID,
    /** It has another password. */
    PASSWORD,
    /** Whether it has another password cannot be told: a hash may not be seen, or was made by a newer version. */
    PASSWORD_UNKNOWN,
    /** The password policy is enforced at one of them only. */
    POLICY,
    /** The password expires at one of them only. */
    EXPIRATION,
    /** It is disabled at one of them only. */
    DISABLED,
    /** It has another default database. */
    DATABASE,
    /** It has another default language. */
    LANGUAGE,
    /** It is a member of a server role at one of them only. */
    ROLE,
    /** It has another right on the server. */
    PERMISSION
}
