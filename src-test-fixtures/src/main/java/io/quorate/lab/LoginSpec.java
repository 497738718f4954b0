package io.quorate.lab;

import io.quorate.lab.winrm.login.CredSspManner;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which ways to log in the hosts of a lab offer; by default Negotiate, Kerberos and Basic, over TLS only, as a host does on which Basic was
 * switched on. Use it inside the lambda only; not thread-safe.
 */
public final class LoginSpec {

    /** A way to log in. */
    public enum Way {
        /** SPNEGO with Kerberos or NTLM inside, or one of them bare. */
        NEGOTIATE("Negotiate"),
        /** Kerberos, bare. */
        KERBEROS("Kerberos"),
        /** CredSSP, which Windows has switched off by default. */
        CREDSSP("CredSSP"),
        /** A client certificate, which no HTTP 401 lists; over TLS 1.2 only. */
        CERTIFICATE(""),
        /** A local account's password with every request, over TLS only. */
        BASIC("Basic");

        final String scheme;

        Way(String scheme) {
            this.scheme = scheme;
        }
    }

    /** What hosts demand of channel bindings, over TLS. */
    public enum ChannelBinding {
        /** They do not look at them. */
        NONE,
        /** They may be left out but must not be wrong. The default, as on Windows. */
        RELAXED,
        /** They must be there and right. */
        STRICT
    }

    final Set<Way> ways = new LinkedHashSet<>(List.of(Way.NEGOTIATE, Way.KERBEROS, Way.BASIC));
    final Map<String, String> certificates = new LinkedHashMap<>();
    ChannelBinding binding = ChannelBinding.RELAXED;
    CredSspManner credSsp = CredSspManner.WINDOWS;
    boolean http;
    int threshold;

    /** Hears tokens and session keys, for tests that look for them elsewhere. */
    Consumer<byte[]> heard = secret -> {};

    LoginSpec() {}

    /** Sets what hosts offer, in place of what they offered. */
    public LoginSpec offer(Way... values) {
        ways.clear();
        ways.addAll(List.of(values));
        return this;
    }

    /** Has hosts offer one way more. */
    public LoginSpec addOffer(Way way) {
        ways.add(Objects.requireNonNull(way, "way"));
        return this;
    }

    /** Has hosts listen for plain HTTP, too (5985), where every message must be sealed. */
    public LoginSpec http() {
        http = true;
        return this;
    }

    /** Sets what hosts demand of channel bindings. */
    public LoginSpec channelBinding(ChannelBinding value) {
        binding = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how many wrong passwords lock a local account out; 0, the default, for no lock-out. */
    public LoginSpec lockOutAfter(int tries) {
        threshold = tries;
        return this;
    }

    /** Sets the version of CredSSP that hosts speak: 6 unless set; less than 5 before the updates of May 2018 (CVE-2018-0886). */
    public LoginSpec credSspVersion(int version) {
        credSsp = new CredSspManner(version, credSsp.between());
        return this;
    }

    /** Has somebody stand between CredSSP's clients and hosts, who shows a TLS key of his own. */
    public LoginSpec credSspIntercepted() {
        credSsp = new CredSspManner(credSsp.version(), true);
        return this;
    }

    /**
     * Has a client certificate stand for a local account, and offers that way.
     *
     * @param principal the principal name in the certificate, {@code user@host}; see {@link LabLogins#certificate}
     * @param user the local account
     */
    public LoginSpec certificate(String principal, String user) {
        certificates.put(Objects.requireNonNull(principal, "principal"), Objects.requireNonNull(user, "user"));
        return addOffer(Way.CERTIFICATE);
    }

    List<String> schemes() {
        return ways.stream()
                .map(way -> way.scheme)
                .filter(scheme -> !scheme.isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return ways.toString().toLowerCase(Locale.ROOT);
    }
}
