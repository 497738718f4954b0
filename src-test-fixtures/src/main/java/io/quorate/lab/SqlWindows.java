package io.quorate.lab;

import io.quorate.lab.tds.TdsWindows;
import io.quorate.lab.winrm.login.HostMeans;
import io.quorate.lab.winrm.login.LoginStep;
import io.quorate.lab.winrm.login.Place;
import io.quorate.lab.winrm.login.ServerLogin;

/** Has the accounts of a host, and of its domain, prove themselves to an instance of SQL Server there: Negotiate, as Windows has it for all. */
record SqlWindows(HostMeans means) implements TdsWindows {

    @Override
    public Visit begin() {
        ServerLogin login = means.negotiate().begin(new Place(means.host(), null));
        return new Visit() {
            @Override
            public Said take(byte[] token) {
                LoginStep step = login.step(token);
                if (step instanceof LoginStep.GoOn on) {
                    return new Said.GoOn(on.token());
                }
                if (step instanceof LoginStep.Welcome welcome) {
                    byte[] proof = welcome.token();
                    return new Said.Proven(full(welcome.visitor().account()), proof == null ? new byte[0] : proof);
                }
                return new Said.Refused(step.toString());
            }

            @Override
            public void close() {
                login.close();
            }
        };
    }

    /** A host's own account goes by the host's name. */
    private String full(String account) {
        return account.indexOf('\\') < 0 ? means.host() + "\\" + account : account;
    }

    @Override
    public String toString() {
        return "SqlWindows[" + means.host() + "]";
    }
}
