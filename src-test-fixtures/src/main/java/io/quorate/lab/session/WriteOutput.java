package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Write-Output: passes its input on, a list item by item unless told otherwise. */
final class WriteOutput extends Stage {
    @Override
    void process(Bound args) {
        Object value = args.get("InputObject");
        List<@Nullable Object> items = value == null || args.on("NoEnumerate") ? null : NetValue.list(value);
        if (items == null) {
            write(value);
        } else {
            items.forEach(this::write);
        }
    }
}
