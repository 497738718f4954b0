package io.quorate.lab.session;

import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/** Get-Date as far as the recordings show of it what does not depend on the time: the year, as text or property. */
final class GetDateRule implements CmdletRule {
    @Override
    public String cmdlet() {
        return "Microsoft.PowerShell.Utility\\Get-Date";
    }

    @Override
    public void run(Invocation call) {
        Long year = Values.number(call.args().get("Year"));
        if (year == null || call.args().has("Date")) {
            throw new UnsupportedOperationException("Get-Date without a year");
        }
        if ("yyyy".equals(call.args().text("Format"))) {
            call.write(PsValue.string(String.valueOf(year)));
            return;
        }
        call.write(new LiveObject(List.of("System.DateTime", "System.ValueType", "System.Object"), year, year + "-")
                .property("Year", PsValue.int32(year.intValue())));
    }
}
