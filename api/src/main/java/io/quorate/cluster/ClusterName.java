package io.quorate.cluster;

import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * What a cluster is called, as it is given to create one: its name, or the distinguished name of its computer object, which says where in Active
 * Directory the object is made ({@code CN=FC1,OU=Clusters,DC=example,DC=com}; RFC 4514). Windows answers with the name alone.
 *
 * <p>The name is a computer's: 1 to 15 characters (field report), none of {@code " / \ [ ] : | < > + = ; , ? *}, no control character and no blank
 * at the ends (normative: [MS-SRVS] 2.2.2.8). {@code New-Cluster} answers a longer one with an error of its own and no code (assumption). Immutable.
 */
public final class ClusterName {
    /** The most characters that a NetBIOS name has. */
    static final int LONGEST = 15;

    private static final String FORBIDDEN = "\"/\\[]:|<>+=;,?*";

    private final String text;
    private final String name;

    private ClusterName(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /**
     * Takes a name or a distinguished name; what holds an equals sign is one, because no computer's name does.
     *
     * @throws IllegalArgumentException if no cluster can be called so
     */
    public static ClusterName of(String text) {
        Objects.requireNonNull(text, "text");
        String name = text.indexOf('=') < 0 ? text : commonName(text);
        if (name.isBlank()) {
            throw wrong(text, "it is empty");
        }
        if (name.length() > LONGEST) {
            throw wrong(text, "it has at most " + LONGEST + " characters (NetBIOS)");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7F || FORBIDDEN.indexOf(c) >= 0)) {
            throw wrong(
                    text,
                    "no computer's name holds a control character or one of " + String.join(" ", FORBIDDEN.split("")));
        }
        if (!name.strip().equals(name)) {
            throw wrong(text, "no computer's name begins or ends with a blank");
        }
        return new ClusterName(text, name);
    }

    private static String commonName(String text) {
        LdapName whole;
        try {
            whole = new LdapName(text);
        } catch (InvalidNameException | IllegalArgumentException e) {
            throw wrong(text, "it is no distinguished name, as in CN=FC1,OU=Clusters,DC=example,DC=com");
        }
        if (whole.isEmpty()) {
            throw wrong(text, "it is empty");
        }
        Rdn first = whole.getRdn(whole.size() - 1);
        if (first.size() != 1
                || !first.getType().equalsIgnoreCase("CN")
                || !(first.getValue() instanceof String name)) {
            throw wrong(text, "a distinguished name begins with CN= and the cluster's name");
        }
        if (whole.size() == 1) {
            throw wrong(
                    text,
                    "a distinguished name says where the object is made, as in CN=FC1,OU=Clusters,DC=example,DC=com");
        }
        return name;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException(
                "not the name of one cluster: '" + text.replaceAll("\\p{Cntrl}", "?") + "': " + why);
    }

    /** Returns the cluster's name: of a distinguished name the common name. */
    public String name() {
        return name;
    }

    /** Tells whether it was given as a distinguished name. */
    public boolean distinguished() {
        return !text.equals(name);
    }

    /** Tells whether a cluster that Windows calls so, by its name or its name in DNS, is the one. */
    public boolean means(String cluster) {
        return ClusterNode.sameHost(name, cluster);
    }

    /** Returns it as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
