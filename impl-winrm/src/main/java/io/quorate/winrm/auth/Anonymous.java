package io.quorate.winrm.auth;

import java.util.List;

/** Nobody logs in. */
public final class Anonymous implements LoginScheme {
    @Override
    public boolean perConnection() {
        return false;
    }

    @Override
    public Login begin(Peer peer) {
        return new PlainLogin(null);
    }

    @Override
    public String hint(List<Challenge> offered) {
        return "the endpoint has no credentials: give it Credentials.domain(..) or, for local accounts, ntlm(..) or basic(..)";
    }
}
