package io.quorate.mssql.driver;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Tells whether a certificate names a server (RFC 6125). The subject's common name counts where there is no DNS name in it: what SQL Server's
 * own configuration manager took for long is made so.
 */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int IP = 7;

    private CertificateNames() {}

    /**
     * Looks for a name.
     *
     * @param name a DNS name, or an address as the JDK writes it, which is how it writes those of certificates, too
     */
    static boolean holds(X509Certificate certificate, String name) {
        if (name.indexOf(':') >= 0 || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return entries(certificate, IP).stream().anyMatch(name::equalsIgnoreCase);
        }
        String wanted = plain(name);
        return of(certificate).stream().anyMatch(entry -> matches(plain(entry), wanted));
    }

    /** Returns the DNS names that count. */
    static List<String> of(X509Certificate certificate) {
        List<String> names = entries(certificate, DNS);
        return names.isEmpty() ? commonNames(certificate) : names;
    }

    private static List<String> entries(X509Certificate certificate, int type) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) {
                return found;
            }
            for (List<?> entry : all) {
                if (entry.size() > 1
                        && Integer.valueOf(type).equals(entry.get(0))
                        && entry.get(1) instanceof String text) {
                    found.add(text);
                }
            }
            return found;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            List<String> found = new ArrayList<>();
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String text) {
                    found.add(text);
                }
            }
            return found.isEmpty() ? found : List.of(found.get(found.size() - 1));
        } catch (InvalidNameException e) {
            return List.of();
        }
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A wildcard stands for one whole label, the first, before at least two others. */
    private static boolean matches(String entry, String name) {
        if (!entry.startsWith("*.")) {
            return entry.equals(name);
        }
        String rest = entry.substring(1);
        int dot = name.indexOf('.');
        return dot > 0
                && rest.indexOf('.', 1) > 0
                && rest.indexOf('*') < 0
                && name.substring(dot).equals(rest);
    }
}
