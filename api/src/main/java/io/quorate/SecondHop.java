package io.quorate;

import java.util.Objects;

/**
 * A way to let commands act on another machine than the host they are sent to: New-Cluster, Add-ClusterNode and their like. A plain log-in
 * lends the host nothing to act with elsewhere (the second hop), whatever rights the account has.
 *
 * <p>Given to an endpoint by {@link EndpointSpec#secondHop}. Commands that always act elsewhere take the first of an endpoint's ways that opens,
 * in this order whatever the order they were given in: {@link Standing}, {@link Temporary}, {@link CredSsp}. Commands that sometimes do are tried
 * as they are, and once more by such a way where Windows denies the access. Where an endpoint has none, a command that always needs one fails
 * before anything is sent, with a list of what would help. Looks, rehearsals and reads never open a temporary configuration or hand a password
 * over. Immutable.
 */
public sealed interface SecondHop {

    /**
     * A session configuration that stands on the hosts and runs as a gMSA or another account with the rights; an administrator has registered
     * it. The best of the ways: no password leaves here, nothing is changed. The account must be an administrator of every machine that is
     * acted on. Where it is a gMSA, each host must be allowed to retrieve its password.
     *
     * @param configuration its name
     */
    record Standing(String configuration) implements SecondHop {
        public Standing {
            Objects.requireNonNull(configuration, "configuration");
            if (configuration.isBlank() || configuration.indexOf('/') >= 0) {
                throw new IllegalArgumentException("not the name of a session configuration: " + configuration);
            }
        }
    }

    /**
     * A session configuration that is registered on a host when a command first needs it and removed when the client is closed: by
     * {@code Register-PSSessionConfiguration -RunAsCredential}, under a name that begins with {@value #PREFIX}, admitting no account but the
     * one that the endpoint logs in with.
     *
     * <p><b>What it does to the host.</b> Windows takes the configuration up, and lets it go, by restarting the WinRM service: everybody's
     * sessions on that host end with what runs in them, this client's own commands excepted, which are waited for. So each restart needs a
     * {@link RestartConsent}, which is told whose shells would end. The host keeps the password, encrypted, until the configuration is removed.
     * It takes seconds to a minute a host, within the deadline of the command that needs it; closing the client takes as long again.
     *
     * <p><b>What may be left.</b> Where the client dies, or the host does not answer when it is closed, the configuration stays: usable by our own
     * account alone, and removed by the next client with such a way, when a command that may need one first reaches that host, or when that
     * client is closed. Not before Windows has found out, though, that the dead client's own shell there is listened to no more, which takes
     * four minutes. Where the consent is refused when it is to be removed, it is removed without a restart: it is listed no more and its
     * password is gone from the host's configuration, but the running service goes on to serve it to our own account until WinRM is restarted
     * the next time (Microsoft's reference of Unregister-PSSessionConfiguration).
     *
     * <p><b>Rights.</b> We must be an administrator of the host, in a session configuration that is not restricted; the account must be an
     * administrator of every machine that is acted on. Policies can forbid it (WS-Man faults 2150859231 and 2150859232).
     *
     * @param account who the sessions run as, {@code DOMAIN\\user}
     * @param password the account's
     * @param consent asked before WinRM is restarted
     */
    record Temporary(String account, Secret password, RestartConsent consent) implements SecondHop {
        public Temporary {
            Objects.requireNonNull(password, "password");
            Objects.requireNonNull(consent, "consent");
            if (Objects.requireNonNull(account, "account").isBlank()) {
                throw new IllegalArgumentException("a temporary session configuration runs as an account with a name");
            }
        }
    }

    /**
     * A log-in by CredSSP ([MS-CSSP]) for each command that needs it and no longer: the host is handed the password and can act with it on
     * other machines. What {@link Credentials.CredSsp} says of TLS, hosts and accounts holds here, too; whoever logs in by CredSSP anyway needs
     * no such way. Costs a log-in and a session a command.
     *
     * @param username {@code DOMAIN\\user} or {@code user@realm}
     */
    record CredSsp(String username, Secret password) implements SecondHop {
        public CredSsp {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /** What the names of temporary session configurations begin with; whatever else is called so is taken for a dead client's. */
    String PREFIX = "Quorate.Temporary.";

    /** Names a session configuration that stands on the hosts. */
    static SecondHop configuration(String name) {
        return new Standing(name);
    }

    /**
     * Has a session configuration registered while the client is open; see {@link Temporary} for what that does to hosts.
     *
     * @param account who its sessions run as, {@code DOMAIN\\user}
     * @param consent asked before WinRM is restarted
     */
    static SecondHop temporary(String account, Secret password, RestartConsent consent) {
        return new Temporary(account, password, consent);
    }

    /**
     * Logs in by CredSSP for the commands that need it.
     *
     * @param username {@code DOMAIN\\user} or {@code user@realm}
     */
    static SecondHop credSsp(String username, Secret password) {
        return new CredSsp(username, password);
    }
}
