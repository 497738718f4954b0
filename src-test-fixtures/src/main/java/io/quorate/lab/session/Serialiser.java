package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns pipeline values into values of the wire as a remote session does: an object keeps its own properties (depth 1), what lies deeper is
 * its text; a property bag costs no level, so that every selected property keeps one; neither does a container: its items keep its depth. Type names are the
 * live ones: the {@code Deserialized.} prefix is the reader's. Source: vectors/psrp (objects, live-objects); PowerShell's
 * serialization.cs (containers do not count in the depth).
 */
public final class Serialiser {
    private static final int DEPTH = 1;

    private final Map<Object, PsObject> seen = new IdentityHashMap<>();

    private Serialiser() {}

    /** Serialises one output object; null stays null. */
    public static @Nullable PsValue output(@Nullable Object value) {
        Object v = NetValue.base(value);
        return v == null ? null : new Serialiser().write(v, DEPTH);
    }

    /** Serialises a value inside a record. */
    static PsValue nested(@Nullable Object value) {
        return new Serialiser().write(value, DEPTH);
    }

    private PsValue write(@Nullable Object value, int depth) {
        Object v = NetValue.base(value);
        if (v == null) {
            return PsNil.NIL;
        }
        if (v instanceof LiveObject live) {
            return write(live, depth);
        }
        if (v instanceof List<?> list) {
            PsObject known = seen.get(v);
            if (known != null) {
                return known;
            }
            PsObject array = PsObject.of("System.Object[]", "System.Array", "System.Object");
            seen.put(v, array);
            return array.content(new PsItems(PsItems.Kind.LIST, items(list, depth)));
        }
        return v instanceof PsObject o ? write(o, depth) : (PsValue) v;
    }

    private List<PsValue> items(List<?> items, int depth) {
        List<PsValue> written = new ArrayList<>();
        items.forEach(item -> written.add(write(item, depth)));
        return written;
    }

    private PsValue write(LiveObject live, int depth) {
        boolean bag = Projection.is(live);
        if (depth == 0 && !bag) {
            return PsValue.string(live.text());
        }
        PsObject known = seen.get(live);
        if (known != null) {
            return known;
        }
        PsObject object = PsObject.of(live.typeNames().toArray(String[]::new));
        seen.put(live, object);
        if (bag) {
            live.properties().forEach((name, value) -> object.with(name, write(value, depth)));
        } else {
            object.text(live.text());
            live.properties().forEach((name, value) -> object.withAdapted(name, write(value, depth - 1)));
        }
        return object;
    }

    private PsValue write(PsObject source, int depth) {
        if (source.isType("System.Management.Automation.ErrorRecord")) {
            return source;
        }
        if (NetValue.isEnum(source)) {
            return depth == 0 ? PsValue.string(NetValue.text(source)) : source;
        }
        PsObject known = seen.get(source);
        if (known != null) {
            return known;
        }
        boolean container = source.content() instanceof PsItems || source.content() instanceof PsDictionary;
        if (depth == 0 && !container && !source.adapted().isEmpty()) {
            return PsValue.string(NetValue.text(source));
        }
        PsObject object = PsObject.of(source.typeNames().toArray(String[]::new)).text(source.text());
        seen.put(source, object);
        if (source.content() instanceof PsItems items) {
            object.content(new PsItems(items.kind(), items(items.values(), depth)));
        } else if (source.content() instanceof PsDictionary dictionary) {
            List<PsDictionary.Entry> entries = new ArrayList<>();
            for (PsDictionary.Entry e : dictionary.entries()) {
                entries.add(new PsDictionary.Entry(write(e.key(), depth), write(e.value(), depth)));
            }
            object.content(new PsDictionary(entries));
        } else {
            object.content(source.content());
        }
        for (PsProperty p : source.adapted()) {
            object.withAdapted(p.name(), write(p.value(), Math.max(0, depth - 1)));
        }
        source.extended().forEach(p -> object.with(p.name(), write(p.value(), depth)));
        return object;
    }
}
