package io.quorate.lab.session;

import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.winrm.psrp.ErrorRecordCodec;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/** Write-Error: writes a non-terminating error. */
final class WriteErrorCommand extends Stage {
    private static final String EXCEPTION = "Microsoft.PowerShell.Commands.WriteErrorException";

    @Override
    void process(Bound args) {
        String message = args.text("Message");
        String id = args.text("ErrorId");
        String category = "NotSpecified";
        if (args.get("Category") instanceof PsObject o && o.primitive() != null) {
            category = ErrorRecordCodec.categoryName(((Number) o.primitive().value()).intValue());
        } else if (args.get("Category") instanceof PsValue v && v.primitive() != null) {
            category = String.valueOf(v.primitive().value());
        }
        writeError(new LabError(
                id == null || id.isEmpty() ? EXCEPTION : id,
                category,
                args.get("TargetObject"),
                List.of(new LabError.NetException(EXCEPTION, message == null ? "" : message, 0x80131501, null))));
    }
}
