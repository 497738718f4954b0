package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dictionary (hash table): entries in the order they came, keys of any type. */
public final class PsDictionary implements PsContent {

    /** One entry. */
    public record Entry(PsValue key, PsValue value) {}

    private final List<Entry> entries;

    public PsDictionary(List<Entry> entries) {
        this.entries = new ArrayList<>(entries);
    }

    /** Returns the live list of entries, in order. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns the value under a text key, ignoring case as PowerShell does; null if there is none. */
    public @Nullable PsValue get(String key) {
        for (Entry entry : entries) {
            PsPrimitive p = entry.key().primitive();
            if (p != null && p.type() == PsType.STRING && key.equalsIgnoreCase((String) p.value())) {
                return entry.value();
            }
        }
        return null;
    }
}
