package io.quorate.winrm.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/**
 * The names a host may have in its domain, in the order in which they are tried: every Windows host has {@code host/}, while {@code HTTP/} may be
 * on the account of a web application.
 */
final class ServiceNames {
    private static final List<String> USUAL = List.of("host", "HTTP", "WSMAN");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private ServiceNames() {}

    /** Tells whether that is an address rather than a name. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /**
     * Returns the candidates as {@code class/host}.
     *
     * @param configured as the endpoint has them: a whole name, or only its class, such as {@code HTTP}; empty for the usual ones
     */
    static List<String> of(String host, List<String> configured) {
        List<String> names = new ArrayList<>();
        for (String each : configured.isEmpty() ? USUAL : configured) {
            names.add(each.indexOf('/') >= 0 ? each : each + "/" + host);
        }
        return names;
    }

    /** Tells whether an address is all that a name could be made of; controllers know none of those. */
    static boolean needName(String host, List<String> configured) {
        return isAddress(host) && of(host, configured).stream().allMatch(name -> isAddress(instance(name)));
    }

    /** The host in a name, without a port; a colon that is the only one stands before a port. */
    private static String instance(String name) {
        String host = name.substring(name.indexOf('/') + 1).split("[/@]", 2)[0];
        int colon = host.indexOf(':');
        return colon >= 0 && colon == host.lastIndexOf(':') ? host.substring(0, colon) : host;
    }

    /** {@code class/host} lets the JVM find the realm of the host; with a realm, a port or more parts it is taken as it is. */
    static GSSName name(GSSManager manager, String service) throws GSSException {
        String rest = service.substring(service.indexOf('/') + 1);
        boolean plain = rest.indexOf('@') < 0 && rest.indexOf('/') < 0 && rest.indexOf(':') < 0;
        return plain
                ? manager.createName(
                        service.substring(0, service.indexOf('/')) + "@" + rest, GSSName.NT_HOSTBASED_SERVICE)
                : manager.createName(service, new Oid("1.2.840.113554.1.2.2.1"));
    }
}
