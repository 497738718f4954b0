package io.quorate.winrm.psrp;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Copies values, so that one which is said twice in a message is not sent as a reference to the first place. Cycles stay cycles. */
final class ValueCopy {
    private final Map<PsObject, PsObject> copies = new IdentityHashMap<>();

    private ValueCopy() {}

    static PsValue of(PsValue value) {
        return new ValueCopy().copy(value);
    }

    private PsValue copy(PsValue value) {
        if (!(value instanceof PsObject object)) {
            return value;
        }
        PsObject known = copies.get(object);
        if (known != null) {
            return known;
        }
        PsObject copy = new PsObject().text(object.text());
        copies.put(object, copy);
        copy.typeNames().addAll(object.typeNames());
        copyProperties(object.adapted(), copy.adapted());
        copyProperties(object.extended(), copy.extended());
        copy.markSets(object.writesAdapted(), object.writesExtended());
        PsContent content = object.content();
        if (content instanceof PsItems items) {
            PsItems target = new PsItems(items.kind(), List.of());
            copy.content(target);
            items.values().forEach(item -> target.values().add(copy(item)));
        } else if (content instanceof PsDictionary dictionary) {
            PsDictionary target = new PsDictionary(List.of());
            copy.content(target);
            dictionary
                    .entries()
                    .forEach(entry ->
                            target.entries().add(new PsDictionary.Entry(copy(entry.key()), copy(entry.value()))));
        } else if (content instanceof PsObject core) {
            copy.content((PsObject) copy(core));
        } else {
            copy.content(content);
        }
        return copy;
    }

    private void copyProperties(List<PsProperty> from, List<PsProperty> to) {
        from.forEach(property -> to.add(new PsProperty(property.name(), copy(property.value()))));
    }
}
