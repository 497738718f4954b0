package io.quorate.doctor;

/** The kinds of findings. */
public enum Ailment {
    /** Nobody answers there. */
    UNREACHABLE,
    /** Somebody took the connection and did not answer in time. */
    SILENT,
    /** The certificate does not prove that the host is who it should be. */
    UNTRUSTED,
    /** The certificate ends soon. */
    CERTIFICATE_ENDS,
    /** The log-in was refused. */
    LOGIN_REFUSED,
    /** The account is locked, disabled or expired. */
    ACCOUNT_LOCKED,
    /** The account may not open a session. */
    NO_RIGHTS,
    /** The account is no administrator. */
    NO_ADMINISTRATOR,
    /** The session's language mode forbids what some verbs need. */
    LANGUAGE_RESTRICTED,
    /** The execution policy keeps modules made of scripts from loading. */
    EXECUTION_POLICY,
    /** The clock is off. */
    CLOCK_SKEW,
    /** Nothing may act on another machine. */
    NO_SECOND_HOP,
    /** A quota of WinRM is used up. */
    QUOTA_USED_UP,
    /** A module is missing that the host should have. */
    MODULE_MISSING,
    /** The host is a node of a cluster, and its cluster service does not run. */
    CLUSTER_SERVICE_STOPPED,
    /** An appliance's management is sick, whatever its data path does. */
    MANAGEMENT_SICK,
    /** A target does not take our name, or our secret. */
    TARGET_REFUSED,
    /** Nothing there is for us. */
    NO_TARGET,
    /** The host answers, but not what it should. */
    BAD_ANSWER,
    /** It cannot be told. */
    CANNOT_TELL
}
