package io.quorate.lab.nef;

import io.quorate.lab.storage.VolumeState;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A property of volumes that the model only keeps.
 *
 * @param name its name
 * @param allowed its values as JSON texts, the first being what holds where none is set
 * @param inheritable whether null, which gives it back to its parent, may be set
 */
record VolumeProperty(String name, List<String> allowed, boolean inheritable) {

    /** By name, in the order in which they are shown. */
    static final Map<String, VolumeProperty> ALL = all(
            words(
                    "compressionMode",
                    "lz4 off on lzjb zle gzip gzip-1 gzip-2 gzip-3 gzip-4 gzip-5 gzip-6 gzip-7 gzip-8 gzip-9"),
            words("checksumMode", "on off fletcher2 fletcher4 sha256"),
            words("dedupMode", "off on verify sha256 sha256,verify"),
            new VolumeProperty("dataCopies", List.of("1", "2", "3"), true),
            words("logBiasMode", "latency throughput"),
            words("primaryCacheMode", "all none metadata"),
            words("secondaryCache", "all none metadata"),
            new VolumeProperty("readOnly", List.of("false", "true"), true),
            words("redundantMetadata", "all most"),
            words("syncMode", "standard always disabled"),
            new VolumeProperty("writeBackCache", List.of("false", "true"), false),
            words("zplMetaToMetadev", "off on dual"));

    private static Map<String, VolumeProperty> all(VolumeProperty... properties) {
        Map<String, VolumeProperty> all = new LinkedHashMap<>();
        Arrays.stream(properties).forEach(p -> all.put(p.name, p));
        return Collections.unmodifiableMap(all);
    }

    private static VolumeProperty words(String name, String words) {
        List<String> quoted =
                Stream.of(words.split(" ")).map(w -> '"' + w + '"').toList();
        return new VolumeProperty(name, quoted, true);
    }

    void check(JsonNode value) {
        boolean right = value.isNull() ? inheritable : allowed.contains(value.toString());
        if (!right) {
            throw NefRefusal.badArgument(name + " is not one of " + allowed);
        }
    }

    boolean isLocal(VolumeState volume) {
        String set = volume.properties().get(name);
        return set != null && !set.equals("null");
    }

    JsonNode value(VolumeState volume) {
        String set = volume.properties().get(name);
        return NefBody.JSON.readTree(set == null || set.equals("null") ? allowed.get(0) : set);
    }
}
