package io.quorate.lab.session;

import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a client's value when the server has read it: objects are deserialised ones (their type names say so), a script block is
 * text, an enum is a number, a credential is a credential, a switch is its truth.
 */
final class Inbound {
    private static final String PREFIX = "Deserialized.";

    private final Map<PsObject, PsObject> done = new IdentityHashMap<>();

    private Inbound() {}

    static PsValue arrived(PsValue value) {
        return new Inbound().copy(value);
    }

    private PsValue copy(PsValue value) {
        if (value instanceof PsPrimitive p) {
            return p.type() == PsType.SCRIPT_BLOCK ? PsValue.string((String) p.value()) : p;
        }
        if (!(value instanceof PsObject source)) {
            return value;
        }
        if (!source.typeNames().isEmpty()
                && source.typeNames().get(0).equals("System.Management.Automation.PSCredential")) {
            return source;
        }
        if (source.isType("System.Management.Automation.SwitchParameter")
                && source.property("IsPresent") instanceof PsPrimitive present) {
            return present;
        }
        PsObject known = done.get(source);
        if (known != null) {
            return known;
        }
        PsObject target = new PsObject();
        done.put(source, target);
        for (String name : source.typeNames()) {
            target.typeNames().add(name.startsWith(PREFIX) ? name : PREFIX + name);
        }
        target.text(source.text());
        if (source.content() instanceof PsItems items) {
            List<PsValue> copies = new ArrayList<>();
            items.values().forEach(item -> copies.add(copy(item)));
            target.content(new PsItems(items.kind(), copies));
        } else if (source.content() instanceof PsDictionary dictionary) {
            List<PsDictionary.Entry> entries = new ArrayList<>();
            dictionary.entries().forEach(e -> entries.add(new PsDictionary.Entry(copy(e.key()), copy(e.value()))));
            target.content(new PsDictionary(entries));
        } else {
            target.content(source.content());
        }
        source.adapted().forEach(p -> target.adapted().add(new PsProperty(p.name(), copy(p.value()))));
        source.extended().forEach(p -> target.extended().add(new PsProperty(p.name(), copy(p.value()))));
        return target;
    }
}
