package io.quorate.directory.command;

import io.quorate.directory.DnsInterface;
import io.quorate.directory.NamedAccount;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What the commands of this package check, and what a rehearsal pretends. */
final class DirectoryInputs {
    /** No wildcards, which cmdlets would take for others. */
    private static final Pattern ALIAS = Pattern.compile("[^*?\\[\\]`\\p{Cntrl}]{1,256}");

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern DOMAIN = Pattern.compile(
            "[\\p{L}\\p{N}_]([\\p{L}\\p{N}_-]{0,62})(\\.[\\p{L}\\p{N}_]([\\p{L}\\p{N}_-]{0,62})){0,30}");

    private static final Pattern COMPUTER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,13}[A-Za-z0-9])?");
    private static final Pattern ACCOUNT = Pattern.compile("[^\"/\\\\\\[\\]:;|=,+*?<>@\\p{Cntrl}]{1,256}");

    private DirectoryInputs() {}

    static void checkComputer(String name) {
        if (!COMPUTER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a computer object has a name of at most fifteen letters, digits and hyphens: '" + name + "'");
        }
    }

    /** Returns an account's short name. */
    static String account(String given) {
        String plain = given.substring(given.lastIndexOf('\\') + 1);
        if (plain.isBlank() || !ACCOUNT.matcher(plain).matches()) {
            throw new IllegalArgumentException("not an account's name: '" + given + "'");
        }
        return plain;
    }

    static void checkPlace(String distinguishedName) {
        if (!distinguishedName.matches("(?i)(OU|CN|DC)=.+")
                || distinguishedName.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("not a distinguished name: '" + distinguishedName + "'");
        }
    }

    /** What a list of service principal names holds once one account's have changed. */
    static List<Foretold<?>> renamed(String host, String account, UnaryOperator<NamedAccount> change) {
        return List.of(Foretold.changed(
                new ListServiceNames(host),
                before -> before.stream()
                        .map(one -> one.isNamed(account) ? change.apply(one) : one)
                        .toList()));
    }

    static Target computer(String name) {
        return new Target("computer object", name);
    }

    static void checkHost(String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host has a name");
        }
    }

    static void checkAlias(String alias) {
        if (alias.isBlank() || !ALIAS.matcher(alias).matches()) {
            throw new IllegalArgumentException("not the name of an interface: '" + alias + "'");
        }
    }

    static void checkDomain(String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("not the DNS name of a domain: '" + domain + "'");
        }
    }

    static void checkServer(String server) {
        if (!IPV4.matcher(server).matches() && !IPV6.matcher(server).matches()) {
            throw new IllegalArgumentException("a DNS server is given by its address: '" + server + "'");
        }
    }

    static List<String> servers(List<String> servers) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("give at least one DNS server");
        }
        List<String> spelled = servers.stream()
                .map(one -> {
                    checkServer(one);
                    return DnsInterface.spelled(one);
                })
                .toList();
        if (new HashSet<>(spelled).size() < spelled.size()) {
            throw new IllegalArgumentException("name every DNS server once: " + servers);
        }
        return spelled;
    }

    static Target machine(String host) {
        return new Target("host", host);
    }

    static Target target(String host, String alias) {
        return new Target("DNS interface", alias + " on " + host);
    }

    static DnsInterface rehearsed(String host, String alias) {
        return new DnsInterface(host, 0, alias, List.of(Placeholder.TEXT), List.of(), null);
    }

    static List<Foretold<?>> foretold(String host, String alias, UnaryOperator<DnsInterface> change) {
        return List.of(Foretold.each(
                        ListDnsInterfaces.class, read -> read.host().equalsIgnoreCase(host))
                .changed(before -> before.stream()
                        .map(one -> one.isNamed(alias) ? change.apply(one) : one)
                        .toList()));
    }
}
