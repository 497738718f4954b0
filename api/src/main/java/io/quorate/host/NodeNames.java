package io.quorate.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What others find in DNS for each node's name. That all of them find what the node finds itself is well, or is told by {@link
 * NodeCheck#DNS_RECORD}.
 */
final class NodeNames {
    private static final String NONE = "none";
    private static final String UNTOLD = "cannot tell";

    private final List<NameLookup> lookups;
    private final List<NodeFinding> found = new ArrayList<>();

    NodeNames(List<NameLookup> lookups) {
        this.lookups = lookups;
    }

    List<NodeFinding> found(List<HostPicture> nodes) {
        nodes.forEach(this::look);
        return found;
    }

    private void look(HostPicture node) {
        String name = node.dnsName();
        List<String> own = node.addresses();
        HostMembership membership = node.membership();
        @Nullable List<String> itself = membership == null ? null : membership.registered();
        Map<String, String> none = new LinkedHashMap<>();
        Map<String, String> elsewhere = new LinkedHashMap<>();
        Map<String, String> untold = new LinkedHashMap<>();
        for (NameLookup one : lookups) {
            List<String> addresses = one.addresses();
            if (!one.isAbout(name) || one.host().equalsIgnoreCase(node.host())) {
                continue;
            }
            if (addresses == null) {
                untold.put(one.host(), UNTOLD);
            } else if (itself == null || !new HashSet<>(addresses).equals(new HashSet<>(itself))) {
                if (addresses.isEmpty()) {
                    none.put(one.host(), NONE);
                } else if (itself != null || !own.containsAll(addresses)) {
                    elsewhere.put(one.host(), String.join(", ", addresses));
                }
            }
        }
        String finds = itself == null
                ? ""
                : itself.isEmpty() ? "; itself it finds none" : "; itself it finds " + String.join(", ", itself);
        add(
                name,
                none,
                "they do not find the node by its name" + finds,
                "have them ask the DNS servers that know it (DirectoryClient.checkDns), Clear-DnsClientCache on them; Register-DnsClient on "
                        + node.host() + " where no server knows it");
        add(
                name,
                elsewhere,
                "the name leads them elsewhere than the node itself" + finds + "; it has " + String.join(", ", own),
                "take away what their DNS servers have left of old addresses, see that these replicate the zone, and Clear-DnsClientCache on "
                        + "them");
        add(
                name,
                untold,
                "nobody knows whether they find the node by its name: their DNS servers gave no answer",
                "see that the DNS servers they ask answer (DirectoryClient.checkDns)");
    }

    private void add(String subject, Map<String, String> seen, String meaning, String cure) {
        if (!seen.isEmpty()) {
            found.add(new NodeFinding(NodeCheck.DNS_VIEW, subject, seen, meaning, cure, List.of()));
        }
    }
}
