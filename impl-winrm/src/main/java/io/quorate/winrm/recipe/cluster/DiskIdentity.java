package io.quorate.winrm.recipe.cluster;

import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Decode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a disk is known by over all nodes and reboots: the GUID of a GPT disk ({@code DiskIdGuid}) or the signature of an MBR disk
 * ({@code DiskSignature}), which the cluster keeps as private properties of the disk's resource. Never its number.
 */
final class DiskIdentity {
    /** The property that marks a cluster parameter in an answer. */
    static final String MARK = "ClusterObject";

    private static final String GUID = "DiskIdGuid";
    private static final String SIGNATURE = "DiskSignature";

    private DiskIdentity() {}

    /** Returns the identities by the name of the resource or volume, from all cluster parameters in a message's output. */
    static Map<String, String> byObject(List<PsValue> output, List<String> others) {
        Map<String, String> identities = new HashMap<>();
        for (Decode parameter : Decode.all(output, MARK, others, value -> Decode.of(value, "cluster parameter"))) {
            String name = parameter.textOrEmpty("Name");
            boolean guid = name.equalsIgnoreCase(GUID);
            if ((guid || name.equalsIgnoreCase(SIGNATURE)) && parameter.has("Value")) {
                String identity = canonical(parameter.textOrEmpty("Value"));
                String owner = parameter.nameOrEmpty("ClusterObject");
                if (!identity.isEmpty() && !owner.isEmpty()) {
                    if (guid) {
                        identities.put(owner, identity);
                    } else {
                        identities.putIfAbsent(owner, identity);
                    }
                }
            }
        }
        return identities;
    }

    /** Tells whether two spellings mean the same disk. */
    static boolean same(String one, String other) {
        String canonical = canonical(one);
        return !canonical.isEmpty() && canonical.equals(canonical(other));
    }

    /** One spelling for all: {@code {guid}} in lower case, or {@code 0x} and eight digits; empty for no identity. */
    static String canonical(String raw) {
        String text = raw.trim().toLowerCase(Locale.ROOT).replace("{", "").replace("}", "");
        if (text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return text.matches("[0-]+") ? "" : "{" + text + "}";
        }
        try {
            long signature = text.startsWith("0x")
                    ? Long.parseLong(text.substring(2), 16)
                    : text.isEmpty() ? 0 : Long.parseLong(text);
            return signature == 0 ? "" : String.format(Locale.ROOT, "0x%08x", signature & 0xFFFFFFFFL);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
