package io.quorate.lab.winrm.login;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosKey;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/** The keys of a host's services, in a keytab. */
public final class ServiceKeys {
    private final File keytab;
    private final Subject subject;

    private ServiceKeys(File keytab, Subject subject) {
        this.keytab = keytab;
        this.subject = subject;
    }

    /**
     * Takes a keytab for whatever service a ticket names. The JVM reads its Kerberos settings anew.
     *
     * @throws IllegalStateException if the JVM's Kerberos does not take it
     */
    public static ServiceKeys of(Path keytab) {
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule",
                            LoginModuleControlFlag.REQUIRED,
                            Map.of(
                                    "isInitiator", "false",
                                    "storeKey", "true",
                                    "useKeyTab", "true",
                                    "keyTab", keytab.toString(),
                                    "principal", "*",
                                    "doNotPrompt", "true",
                                    "refreshKrb5Config", "true"))
                };
            }
        };
        Subject subject = new Subject();
        try {
            new LoginContext("quorate-lab", subject, null, configuration).login();
        } catch (LoginException e) {
            throw new IllegalStateException("the JVM's Kerberos does not take the lab's keytab", e);
        }
        return new ServiceKeys(keytab.toFile(), subject);
    }

    Subject subject() {
        return subject;
    }

    /** Finds a service's key of an encryption type. */
    byte @Nullable [] key(String principal, int type) {
        KerberosPrincipal service = new KerberosPrincipal(principal);
        for (KerberosKey key : KeyTab.getInstance(service, keytab).getKeys(service)) {
            if (key.getKeyType() == type) {
                return key.getEncoded();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "ServiceKeys[hidden]";
    }
}
