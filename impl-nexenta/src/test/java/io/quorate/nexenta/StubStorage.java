package io.quorate.nexenta;

import static io.quorate.nexenta.StubNas.error;
import static io.quorate.nexenta.StubNas.json;
import static io.quorate.nexenta.StubNas.list;
import static io.quorate.nexenta.StubNas.volume;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quorate.san.DatasetPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests over a stub that answers reads from what it has, and changes as a test says. */
abstract class StubStorage {
    static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    static final String GUID = "1234567890123456789";
    static final String ORIGIN = "tank/vg/csv1@gold";
    static final long GIB = 1L << 30;

    static StubNas nas;

    /** What the stub has: one JSON object by its collection and path. */
    final Map<String, String> there = Collections.synchronizedMap(new LinkedHashMap<>());

    volatile Function<StubNas.Asked, ResponseDefinitionBuilder> changes = asked -> json(200, null);

    @BeforeAll
    static void start() {
        nas = new StubNas();
    }

    @AfterAll
    static void stop() {
        nas.close();
    }

    @BeforeEach
    void forget() {
        nas.forget();
        there.clear();
        nas.answers = this::answer;
    }

    /** Answers reads from what is there: lists by their filters, single objects by their path. */
    ResponseDefinitionBuilder answer(StubNas.Asked asked) {
        if (!asked.method().equals("GET")) {
            return changes.apply(asked);
        }
        String single = there.get(asked.path());
        if (single != null) {
            return json(200, single);
        }
        if (asked.path().startsWith("/storage/snapshots/") || asked.path().startsWith("/san/iscsi/remoteInitiators/")) {
            return error(404, "ENOENT");
        }
        List<String> found = new ArrayList<>();
        synchronized (there) {
            there.forEach((where, object) -> {
                boolean ours = where.startsWith(asked.path() + "?");
                for (String filter :
                        List.of("path", "name", "volume", "poolName", "parent", "hostGroup", "targetGroup")) {
                    String value = asked.query().get(filter);
                    ours &= value == null
                            || object.contains("\"" + filter + "\":\"" + value + "\"")
                            || (filter.equals("parent")
                                    && (object.contains("\"path\":\"" + value + "/")
                                            || object.contains("\"path\":\"" + value + "@")));
                }
                if (ours) {
                    found.add(object);
                }
            });
        }
        return list(found);
    }

    void put(String collection, String key, String object) {
        there.put("/" + collection + "?" + key, object);
    }

    void putVolume(String path, long size, long reservation, String origin) {
        put("storage/volumes", path, volume(path, size, reservation, origin));
    }

    void putSnapshot(String path, String txg, String extra, String... clones) {
        put("storage/snapshots", path, "{\"path\":\"" + path + "\"}");
        there.put(
                "/storage/snapshots/" + path.replace("/", "%2F").replace("@", "%40"),
                "{\"path\":\"" + path + "\",\"guid\":\"77\",\"creationTxg\":\"" + txg + "\",\"clones\":["
                        + Stream.of(clones)
                                .map(c -> "\"" + c + "\"")
                                .reduce((a, b) -> a + "," + b)
                                .orElse("")
                        + "]" + extra + "}");
    }

    static String mapping(String id, int lun) {
        return "{\"id\":\"" + id + "\",\"lun\":" + lun
                + ",\"volume\":\"tank/vg/csv1\",\"targetGroup\":\"tg1\",\"hostGroup\":\"hg\"}";
    }

    static String target(String chap) {
        return "{\"name\":\"iqn.2005-07.com.nexenta:01:csv\",\"state\":\"online\",\"authentication\":\"" + chap
                + "\",\"portals\":[{\"address\":\"10.3.0.11\",\"port\":3260},{\"address\":\"10.3.0.12\"}]}";
    }

    String body(int change) {
        return nas.asked.stream()
                .filter(one -> !one.method().equals("GET") && !one.path().equals("/auth/login"))
                .toList()
                .get(change)
                .body();
    }
}
