package io.quorate.lab.session;

import io.quorate.lab.shell.Bound;

/** Write-Warning: writes a warning. */
final class WriteWarningCommand extends Stage {
    @Override
    void process(Bound args) {
        String text = args.text("Message");
        writeWarning(text == null ? "" : text);
    }
}
