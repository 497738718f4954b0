package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * APPLICATION_PRIVATE_DATA ([MS-PSRP] 2.2.2.13): what the server tells of itself while a pool opens, its {@code PSVersionTable} among it.
 *
 * @param data the server's dictionary, or {@code $null}
 */
public record ApplicationPrivateData(PsValue data) {
    private static final String MESSAGE = "APPLICATION_PRIVATE_DATA";
    private static final String VERSION_TABLE = "PSVersionTable";

    public ApplicationPrivateData {
        Objects.requireNonNull(data, "data");
    }

    /** Makes the message that holds a version table; the values are texts and, under names that end in {@code Version}, versions. */
    public static ApplicationPrivateData ofVersionTable(List<PsDictionary.Entry> table) {
        List<PsDictionary.Entry> entries = new ArrayList<>();
        entries.add(new PsDictionary.Entry(PsValue.string(VERSION_TABLE), dictionary(table)));
        return new ApplicationPrivateData(dictionary(entries));
    }

    /** Reads the message's content. */
    public static ApplicationPrivateData decode(PsValue value) {
        return new ApplicationPrivateData(Fields.of(MESSAGE, value).value("ApplicationPrivateData"));
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        return new PsObject().with("ApplicationPrivateData", data);
    }

    /** Returns the server's PowerShell version, e.g. {@code 5.1.17763.1971}; null if it does not tell. */
    public @Nullable String psVersion() {
        return version("PSVersion");
    }

    /** Returns a version of the server's version table, e.g. {@code BuildVersion} (that of Windows, up to PowerShell 5.1), or null. */
    public @Nullable String version(String name) {
        PsValue table = member(data, VERSION_TABLE);
        PsValue value = table == null ? null : member(table, name);
        PsPrimitive primitive = value == null ? null : value.primitive();
        return primitive != null && primitive.value() instanceof String text ? text : null;
    }

    private static @Nullable PsValue member(PsValue value, String key) {
        return value instanceof PsObject object && object.content() instanceof PsDictionary dictionary
                ? dictionary.get(key)
                : null;
    }

    private static PsObject dictionary(List<PsDictionary.Entry> entries) {
        return PsObject.of(
                        "System.Management.Automation.PSPrimitiveDictionary",
                        "System.Collections.Hashtable",
                        "System.Object")
                .content(new PsDictionary(entries));
    }
}
