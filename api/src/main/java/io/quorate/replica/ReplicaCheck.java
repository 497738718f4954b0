package io.quorate.replica;

/** What is looked at before a machine is replicated. */
public enum ReplicaCheck {
    /** The certificate is in the store of the host that shows it. */
    CERTIFICATE,
    /** That host has its private key. */
    PRIVATE_KEY,
    /** It is for servers and for clients: each side is both. */
    PURPOSE,
    /** The name by which the other side knows the server is among its names. */
    NAMES,
    /** It holds now, by the host's clock. */
    VALIDITY,
    /** The other side trusts what it ends in. */
    CHAIN,
    /** The other side reaches a place that tells whether it is revoked. */
    REVOCATION,
    /** The replica server, where it is a host of the endpoint, takes what is to be sent. */
    SERVER,
    /** The replica's host has the guardian's certificates of a machine with a virtual TPM. */
    GUARDIAN
}
