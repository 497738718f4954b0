package io.quorate.winrm.recipe.directory;

import io.quorate.directory.NamedAccount;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import java.util.List;

/** The statement that reads which accounts have service principal names, and its decoder. */
final class NameReads {
    private static final String NAMES = "servicePrincipalName";
    private static final String ACCOUNT = "sAMAccountName";

    static final List<String> PROPERTIES = List.of("DistinguishedName", ACCOUNT, NAMES);

    private NameReads() {}

    static List<PsCommand> accounts() {
        return Cmdlet.GET_AD_OBJECT
                .line()
                .with("LDAPFilter", "(servicePrincipalName=*)")
                .with("Properties", List.of(NAMES, ACCOUNT))
                .with("Server", ReplicationReads.ITSELF)
                .select(PROPERTIES);
    }

    static List<NamedAccount> accounts(List<PsValue> output) {
        return Decode.each(output, value -> {
            Decode row = Decode.of(value, "account");
            // an object without a short name is named by its place
            String place = row.text("DistinguishedName");
            String account = row.textOrEmpty(ACCOUNT);
            return new NamedAccount(account.isEmpty() ? place : account, place, row.texts(NAMES));
        });
    }
}
