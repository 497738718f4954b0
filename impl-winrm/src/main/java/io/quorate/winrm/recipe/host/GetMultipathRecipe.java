package io.quorate.winrm.recipe.host;

import io.quorate.host.HostMultipath;
import io.quorate.host.command.GetMultipath;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Reads the multipathing; a session without its cmdlets has none. */
final class GetMultipathRecipe implements ReadingRecipe<GetMultipath, HostMultipath> {
    @Override
    public Class<GetMultipath> handles() {
        return GetMultipath.class;
    }

    @Override
    public HostMultipath run(GetMultipath command, WindowsHost host) {
        try {
            return decode(
                    command.host(),
                    host.powerShell()
                            .run(Line.message(
                                    Line.statement(Cmdlet.GET_MSDSM_POLICY.line()),
                                    Line.statement(Cmdlet.GET_MSDSM_CLAIMS.line()))));
        } catch (Fault fault) {
            if (fault.kind() != ErrorKind.UNSUPPORTED) {
                throw fault;
            }
            return new HostMultipath(command.host(), false, "", false);
        }
    }

    private static HostMultipath decode(String host, List<PsValue> output) {
        String policy = "";
        boolean claims = false;
        for (PsValue value : output) {
            if (value instanceof PsObject o && o.content() instanceof PsDictionary table) {
                claims |= table.entries().stream()
                        .anyMatch(entry -> "iSCSI".equalsIgnoreCase(text(entry.key()))
                                && "true".equalsIgnoreCase(text(entry.value())));
            } else if (!text(value).isBlank()) {
                policy = text(value);
            } else {
                throw Decode.badReply("multipathing: a word or a table was expected");
            }
        }
        return new HostMultipath(host, true, policy, claims);
    }

    private static String text(PsValue value) {
        PsPrimitive primitive = value.primitive();
        return primitive == null ? "" : String.valueOf(primitive.value());
    }
}
