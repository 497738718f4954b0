package io.quorate.lab.rule.sql;

import io.quorate.lab.model.sql.SqlRefusal;
import io.quorate.lab.sql.SqlMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers with their severities and texts, English and German. The texts are ours; clients decide by number. */
final class SqlWords {
    private static final int USER_ERROR = 16;

    private final boolean german;

    SqlWords(Locale locale) {
        this.german = locale.getLanguage().equals("de");
    }

    private record Word(int severity, String english, String german) {}

    private static final Map<Integer, Word> WORDS = new HashMap<>();

    private static void word(int number, int severity, String english, String german) {
        WORDS.put(number, new Word(severity, english, german));
    }

    private static void word(int number, String english, String german) {
        word(number, USER_ERROR, english, german);
    }

    static {
        // databases and sessions
        word(
                226,
                "%1 statement not allowed within multi-statement transaction.",
                "%1 ist innerhalb einer Transaktion nicht zulässig.");
        word(
                596,
                21,
                "Cannot continue the execution because the session is in the kill state.",
                "Die Sitzung wird beendet.");
        word(
                911,
                "Database '%1' does not exist. Make sure that the name is entered correctly.",
                "Die Datenbank '%1' ist nicht vorhanden.");
        word(
                922,
                14,
                "Database '%1' is being recovered. Waiting until recovery is finished.",
                "Die Datenbank '%1' wird wiederhergestellt.");
        word(
                927,
                14,
                "Database '%1' cannot be opened. It is in the middle of a restore.",
                "Die Datenbank '%1' kann nicht geöffnet werden. Sie wird gerade wiederhergestellt.");
        word(942, 14, "Database '%1' cannot be opened because it is offline.", "Die Datenbank '%1' ist offline.");
        word(
                945,
                14,
                "Database '%1' cannot be opened due to inaccessible files.",
                "Die Datenbank '%1' kann nicht geöffnet werden.");
        word(
                976,
                14,
                "The target database, '%1', is participating in an availability group and is currently not accessible for queries. Either data movement is suspended or the availability replica is not enabled for read access.",
                "Auf die Datenbank '%1' der Verfügbarkeitsgruppe kann derzeit nicht zugegriffen werden.");
        word(
                978,
                14,
                "The target database ('%1') is in an availability group and is currently accessible for connections when the application intent is set to read only.",
                "Auf die Datenbank '%1' kann nur mit schreibgeschützter Absicht zugegriffen werden.");
        word(
                979,
                14,
                "The target database ('%1') is in an availability group and currently does not allow read only connections.",
                "Die Datenbank '%1' lässt keine schreibgeschützten Verbindungen zu.");
        word(
                982,
                14,
                "Unable to access the '%1' database because no online secondary replicas are enabled for read-only access.",
                "Für '%1' ist kein lesbares sekundäres Replikat online.");
        word(
                983,
                14,
                "Unable to access availability database '%1' because the database replica is not in the PRIMARY or SECONDARY role.",
                "Auf die Verfügbarkeitsdatenbank '%1' kann nicht zugegriffen werden, weil das Replikat weder primär noch sekundär ist.");
        word(
                1412,
                "The remote copy of database \"%1\" has not been rolled forward to a point in time that is encompassed in the local copy of the database log.",
                "Die Remotekopie der Datenbank '%1' ist nicht weit genug vorgerollt.");
        word(
                1464,
                "Database \"%1\" is not in a recovering state which is required for a mirror database or secondary database.",
                "Die Datenbank '%1' befindet sich nicht im Wiederherstellungszustand.");
        word(
                1465,
                "Database \"%1\" database is not in full recovery mode.",
                "Die Datenbank '%1' verwendet nicht das vollständige Wiederherstellungsmodell.");
        word(
                1468,
                "The operation cannot be performed on database \"%1\" because it is involved in a database mirroring session or an availability group.",
                "Der Vorgang ist für die Datenbank '%1' nicht möglich, weil sie zu einer Verfügbarkeitsgruppe gehört.");
        word(
                1475,
                "Database \"%1\" might contain bulk logged changes that have not been backed up. Take a log backup on the primary database.",
                "Von der Datenbank '%1' fehlt eine vollständige Sicherung.");
        word(
                1478,
                "The mirror database, \"%1\", has insufficient transaction log data to preserve the log backup chain of the principal database.",
                "Der Kopie der Datenbank '%1' fehlt ein Teil der Protokollkette.");
        word(
                1801,
                "Database '%1' already exists. Choose a different database name.",
                "Die Datenbank '%1' ist bereits vorhanden.");
        word(2812, "Could not find stored procedure '%1'.", "Die gespeicherte Prozedur '%1' wurde nicht gefunden.");
        word(
                3059,
                "This BACKUP or RESTORE command is not supported on a database mirror or secondary replica.",
                "Dieser Befehl wird auf einem sekundären Replikat nicht unterstützt.");
        word(
                3104,
                "RESTORE cannot operate on database '%1' because it is configured for database mirroring or has joined an availability group.",
                "RESTORE ist nicht möglich: '%1' gehört zu einer Verfügbarkeitsgruppe.");
        word(
                3117,
                "The log or differential backup cannot be restored because no files are ready to rollforward.",
                "Die Protokollsicherung kann nicht wiederhergestellt werden.");
        word(
                3118,
                "The database \"%1\" does not exist, or the backup is of another kind. RESTORE can only create a database from a full backup.",
                "Die Datenbank '%1' kann nicht aus dieser Sicherung erstellt werden.");
        word(
                3154,
                "The backup set holds a backup of a database other than the existing '%1' database.",
                "Der Sicherungssatz enthält eine andere Datenbank als '%1'.");
        word(
                3201,
                "Cannot open backup device '%1'. Operating system error 2.",
                "Das Sicherungsmedium '%1' kann nicht geöffnet werden.");
        word(3617, 16, "The statement was cancelled.", "Die Anweisung wurde abgebrochen.");
        word(
                3701,
                11,
                "Cannot drop the database '%1', because it does not exist or you do not have permission.",
                "Die Datenbank '%1' kann nicht gelöscht werden.");
        word(3708, "Cannot drop the database '%1' because it is a system database.", "'%1' ist eine Systemdatenbank.");
        word(
                3752,
                "The database '%1' is currently joined to an availability group. Before you can drop the database, you need to remove it from the availability group.",
                "Die Datenbank '%1' gehört zu einer Verfügbarkeitsgruppe.");
        word(
                3906,
                "Failed to update database \"%1\" because the database is read-only.",
                "Die Datenbank '%1' ist schreibgeschützt.");
        word(
                4060,
                11,
                "Cannot open database \"%1\" requested by the login. The login failed.",
                "Die angeforderte Datenbank '%1' kann nicht geöffnet werden.");
        word(
                4208,
                "The statement BACKUP LOG is not allowed while the recovery model is SIMPLE.",
                "BACKUP LOG ist beim einfachen Wiederherstellungsmodell nicht zulässig.");
        word(
                4214,
                "BACKUP LOG cannot be performed because there is no current database backup.",
                "Es gibt keine aktuelle Datenbanksicherung.");
        word(
                4305,
                "The log in this backup set begins at an LSN which is too recent to apply to the database.",
                "Das Protokoll beginnt zu spät.");
        word(
                5011,
                14,
                "User does not have permission to alter database '%1', the database does not exist, or the database is not in a state that allows access checks.",
                "Die Datenbank '%1' kann nicht geändert werden.");
        word(
                5133,
                "Directory lookup for the file \"%1\" failed with the operating system error 2(The system cannot find the file specified.).",
                "Das Verzeichnis der Datei '%1' wurde nicht gefunden.");
        // Agent
        word(
                201,
                "Procedure or function '%1' expects parameter '%2', which was not supplied.",
                "Der Parameter '%2' fehlt.");
        word(14234, "The specified '%1' is invalid.", "'%1' ist ungültig.");
        word(14261, "The specified %1 ('%2') already exists.", "%1 ('%2') ist bereits vorhanden.");
        word(14262, "The specified %1 ('%2') does not exist.", "%1 ('%2') ist nicht vorhanden.");
        word(14266, "The specified '%1' is invalid (valid values are: %2).", "'%1' ist ungültig (gültig: %2).");
        word(14269, "Job '%1' is already targeted at server '%2'.", "Der Auftrag '%1' hat den Server '%2' bereits.");
        word(14294, "Supply either %1 or %2 to identify the job.", "Entweder %1 oder %2 ist anzugeben.");
        word(14371, "There are two or more schedules named \"%1\".", "Es gibt mehrere Zeitpläne '%1'.");
        word(14374, "Schedule \"%2\" is not attached to the job.", "Der Zeitplan '%2' gehört nicht zum Auftrag.");
        // log-ins, certificates, endpoints
        word(4611, "To revoke or deny grantable privileges, specify the CASCADE option.", "CASCADE ist anzugeben.");
        word(15010, "The database '%1' does not exist.", "Die Datenbank '%1' ist nicht vorhanden.");
        word(
                15063,
                "The login already has an account under a different user name.",
                "Die Anmeldung hat hier schon einen Benutzer.");
        word(
                15122,
                "The CHECK_EXPIRATION option cannot be used when CHECK_POLICY is OFF.",
                "CHECK_EXPIRATION verlangt CHECK_POLICY.");
        word(
                15170,
                "This login is the owner of %1 job(s). You must delete or reassign these jobs before the login can be dropped.",
                "Die Anmeldung besitzt %1 Aufträge.");
        word(
                15174,
                "Login '%1' owns one or more database(s). Change the owner of the database(s) before dropping the login.",
                "Die Anmeldung '%1' besitzt Datenbanken.");
        word(
                15434,
                "Could not drop login '%1' as the user is currently logged in.",
                "Die Anmeldung '%1' ist gerade angemeldet.");
        word(6005, 14, "SHUTDOWN is in progress.", "SHUTDOWN wird ausgeführt.");
        word(
                7862,
                "An endpoint of the requested type already exists. Only one endpoint of this type is supported.",
                "Ein Endpunkt dieses Typs ist bereits vorhanden.");
        word(15007, "'%1' is not a valid login or you do not have permission.", "'%1' ist keine gültige Anmeldung.");
        word(
                15021,
                "Invalid value given for parameter %1. Specify a valid parameter value.",
                "Ungültiger Wert für %1.");
        word(
                15023,
                "User, group, or role '%1' already exists in the current database.",
                "'%1' ist in der Datenbank bereits vorhanden.");
        word(15025, "The server principal '%1' already exists.", "Der Serverprinzipal '%1' ist bereits vorhanden.");
        word(
                15151,
                "Cannot find the %1 '%2', because it does not exist or you do not have permission.",
                "%1 '%2' wurde nicht gefunden.");
        word(
                15208,
                "The certificate, asymmetric key, or private key file is not valid or does not exist.",
                "Die Zertifikatsdatei ist ungültig.");
        word(
                15232,
                "A certificate with name '%1' already exists or this certificate already has been added to the database.",
                "Das Zertifikat '%1' ist bereits vorhanden.");
        word(15247, "User does not have permission to perform this action.", "Die Berechtigung fehlt.");
        word(15433, "Supplied parameter sid is in use.", "Die SID wird bereits verwendet.");
        word(15468, "An error occurred during the generation of the certificate.", "Das Zertifikat ist ungültig.");
        word(
                15559,
                "Cannot drop %1 '%2' because there is an endpoint mapped to it.",
                "%1 '%2' wird von einem Endpunkt verwendet.");
        word(
                15578,
                "There is already a master key in the database. Please drop it before performing this statement.",
                "Es gibt bereits einen Hauptschlüssel.");
        word(
                15581,
                "Please create a master key in the database or open the master key in the session before performing this operation.",
                "Es gibt keinen Hauptschlüssel.");
        word(
                17142,
                14,
                "SQL Server service has been paused. No new connections will be allowed.",
                "Der Dienst ist angehalten.");
        word(18456, 14, "Login failed for user '%1'.", "Fehler bei der Anmeldung für den Benutzer '%1'.");
        // listeners
        word(
                19402,
                "A duplicate availability replica '%1' was specified in the READ_ONLY_ROUTING_LIST.",
                "Das Replikat '%1' steht doppelt in der Routingliste.");
        word(
                19403,
                "The availability replica '%1' specified in the READ_ONLY_ROUTING_LIST does not exist.",
                "Das Replikat '%1' der Routingliste ist nicht vorhanden.");
        word(
                19404,
                "The availability replica '%1' specified in the READ_ONLY_ROUTING_LIST for availability replica '%2' does not have a READ_ONLY_ROUTING_URL.",
                "Das Replikat '%1' hat keine Routing-URL.");
        word(
                19451,
                "Only one IP address of each kind may be configured for each subnet: '%1'.",
                "Je Subnetz ist nur eine Adresse zulässig: '%1'.");
        word(
                19456,
                "None of the IP addresses configured for the availability group listener can be hosted by the server '%1'.",
                "Der Server '%1' kann keine der Adressen übernehmen.");
        word(
                19460,
                "The availability group listener with DNS name '%1' is configured to use DHCP. No IP address can be added.",
                "Der Listener '%1' verwendet DHCP.");
        word(
                19471,
                "The WSFC cluster could not bring the Network Name resource with DNS name '%1' online.",
                "Der Netzwerkname '%1' konnte nicht online geschaltet werden.");
        word(
                19477,
                "The attempt to create a network name and IP address for the listener failed: availability group '%1' already has a listener.",
                "Die Verfügbarkeitsgruppe '%1' hat bereits einen Listener.");
        word(
                19479,
                "The listener '%1' of availability group '%2' does not exist.",
                "Der Listener '%1' ist nicht vorhanden.");
        word(19483, "The format for the IP address, '%1', is invalid.", "Die IP-Adresse '%1' ist ungültig.");
        word(
                19484,
                "The specified IP address, '%1', is duplicated or in use.",
                "Die IP-Adresse '%1' wird bereits verwendet.");
        word(
                19507,
                "Cannot create a distributed availability group '%1'. An availability group with that member was not found here.",
                "Ein Mitglied von '%1' ist hier nicht vorhanden.");
        word(
                19535,
                "Cannot remove the last IP address of the listener '%1'.",
                "Die letzte Adresse von '%1' kann nicht entfernt werden.");
        // groups
        word(
                35200,
                "The availability group '%1' is a basic availability group, which supports one database.",
                "Eine grundlegende Verfügbarkeitsgruppe hat eine Datenbank.");
        word(
                35208,
                "Availability-group DDL operations are permitted only when you are using the master database.",
                "Nur in der master-Datenbank möglich.");
        word(
                35211,
                "The availability replica '%1' cannot use automatic failover with asynchronous commit.",
                "'%1' kann asynchron nicht automatisch übernehmen.");
        word(
                35220,
                "Could not process the operation. Always On Availability Groups replica manager is waiting for the host computer to start a Windows Server Failover Clustering (WSFC) cluster and join it.",
                "Der Cluster ist nicht bereit.");
        word(
                35221,
                "Could not process the operation. Always On Availability Groups replica manager is disabled on this instance of SQL Server.",
                "Always On ist auf dieser Instanz nicht aktiviert.");
        word(
                35223,
                "Cannot add the availability replica: an availability group has %1 replicas at most.",
                "Höchstens %1 Replikate sind möglich.");
        word(35234, "The name '%1' was specified more than once.", "Der Name '%1' wurde mehrfach angegeben.");
        word(
                35237,
                "None of the specified replicas for availability group %1 maps to the instance of SQL Server to which you are connected.",
                "Keines der Replikate von %1 ist diese Instanz.");
        word(
                35240,
                "Database '%1' cannot be joined to or unjoined from availability group '%2'. This operation is not supported on the primary replica of the availability group.",
                "Auf dem primären Replikat nicht möglich.");
        word(
                35242,
                "Cannot complete this ALTER DATABASE '%1' SET HADR operation: the database is not in availability group '%2'.",
                "Die Datenbank '%1' gehört nicht zur Verfügbarkeitsgruppe '%2'.");
        word(
                35248,
                "Value %1 specified for REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT is not valid.",
                "Der Wert %1 ist ungültig.");
        word(
                35250,
                "The connection to the primary replica is not active. The command cannot be processed.",
                "Die Verbindung zum primären Replikat ist nicht aktiv.");
        word(35251, "This command can be run only on the primary replica.", "Nur auf dem primären Replikat möglich.");
        word(
                35252,
                "The command can be run only on a secondary replica.",
                "Nur auf einem sekundären Replikat möglich.");
        word(
                35279,
                "The attempt to join database '%1' to the availability group was rejected: the database is not open for writing.",
                "Die Datenbank '%1' ist nicht beschreibbar.");
        word(
                35280,
                "Database '%1' cannot be added to availability group '%2'. The database is already joined.",
                "Die Datenbank '%1' gehört bereits dazu.");
        word(
                35281,
                "Database '%1' is not joined to an availability group.",
                "Die Datenbank '%1' gehört zu keiner Verfügbarkeitsgruppe.");
        word(
                35283,
                "Database '%1' cannot be removed from availability group '%2'. The database is not joined.",
                "Die Datenbank '%1' gehört nicht dazu.");
        word(
                35290,
                "Database '%1' is a system database and cannot be in an availability group.",
                "'%1' ist eine Systemdatenbank.");
        word(
                41042,
                "The availability group '%1' already exists.",
                "Die Verfügbarkeitsgruppe '%1' ist bereits vorhanden.");
        word(
                41044,
                "Availability group name to ID map entry for availability group '%1' cannot be found in the Windows Server Failover Clustering (WSFC) store.",
                "Die Verfügbarkeitsgruppe '%1' wurde im Cluster nicht gefunden.");
        word(
                41106,
                "Cannot create an availability replica for availability group '%1'. An availability replica of the same name already exists.",
                "Das Replikat von '%1' ist bereits vorhanden.");
        word(
                41113,
                "Cannot failover availability group '%1': a failover is already under way.",
                "Für '%1' läuft bereits ein Failover.");
        word(
                41122,
                "Cannot failover availability group '%1' to this instance of SQL Server. The local availability replica is already the primary replica.",
                "Diese Instanz ist für '%1' bereits primär.");
        word(
                41131,
                10,
                "Failed to bring availability group '%1' online. The operation timed out.",
                "'%1' konnte nicht online geschaltet werden.");
        word(
                41140,
                "Availability group '%1' cannot process the command because the local availability replica is not the primary replica.",
                "Für '%1' ist diese Instanz nicht primär.");
        word(
                41142,
                "The availability replica for availability group '%1' on this instance of SQL Server cannot become the primary replica. One or more databases are not synchronized or have not joined the availability group.",
                "Das Replikat von '%1' kann nicht primär werden: nicht alle Datenbanken sind synchronisiert.");
        word(
                41145,
                10,
                "Cannot join database '%1' to availability group '%2'. The database has already joined the availability group.",
                "Die Datenbank '%1' gehört bereits zur Verfügbarkeitsgruppe '%2'.");
        word(
                41148,
                "Cannot add or join database '%1': it belongs to another availability group.",
                "Die Datenbank '%1' gehört zu einer anderen Verfügbarkeitsgruppe.");
        word(
                41152,
                "Failed to create availability group '%1'. The operation encountered SQL Server error %2 and has been rolled back.",
                "'%1' konnte nicht erstellt werden (Fehler %2); der Vorgang wurde zurückgenommen.");
        word(
                41158,
                "Failed to join local availability replica to availability group '%1'. The operation encountered SQL Server error %2 and has been rolled back.",
                "Der Beitritt zu '%1' schlug fehl (Fehler %2) und wurde zurückgenommen.");
        word(41166, "The availability replica '%1' cannot be found.", "Das Replikat '%1' wurde nicht gefunden.");
        word(
                41171,
                "Failed to create availability group '%1', because a Windows Server Failover Cluster (WSFC) group with the specified name already exists.",
                "Eine Clustergruppe namens '%1' ist bereits vorhanden.");
        word(
                41190,
                "Availability group '%1' failed to process the command. The local availability replica is not in a state that could process it.",
                "'%1' ist nicht in einem Zustand, der den Befehl zulässt.");
        word(
                41199,
                "The command is invalid: this edition of SQL Server does not support it.",
                "Diese Edition unterstützt den Befehl nicht.");
        word(
                19504,
                "Cannot failover availability group '%1'. A distributed availability group between two SQL Server instances knows the forced failover only.",
                "Für die verteilte Gruppe '%1' ist nur das erzwungene Failover möglich.");
        word(
                47100,
                "The cluster type of availability group '%1' does not match its primary configuration.",
                "Der Clustertyp von '%1' stimmt nicht.");
        word(
                47104,
                "This command cannot be used for availability group '%1': its cluster type is EXTERNAL. Only the cluster manager may do it.",
                "Nur der externe Clustermanager darf das.");
        word(
                47106,
                "Cannot join availability group '%1'. Download configuration timeout. Please check primary configuration, network connectivity and firewall setup, then retry the operation.",
                "Beitritt zu '%1' nicht möglich: Zeitüberschreitung.");
        word(
                47114,
                "A configuration-only replica of '%1' cannot do that.",
                "Ein Konfigurationsreplikat von '%1' kann das nicht.");
        word(
                47122,
                "Cannot failover availability group '%1' since its cluster type is NONE. Only force failover is supported.",
                "Für '%1' ist nur das erzwungene Failover möglich.");
    }

    SqlMessage message(SqlRefusal refusal) {
        return message(refusal.number(), refusal.names());
    }

    SqlMessage message(int number, List<String> names) {
        Word word = WORDS.get(number);
        if (word == null) {
            String text = german ? "Fehler " + number + "." : "Error " + number + ".";
            return new SqlMessage(number, USER_ERROR, 1, text, 1);
        }
        String text = german ? word.german : word.english;
        for (int i = 0; i < names.size(); i++) {
            text = text.replace("%" + (i + 1), names.get(i));
        }
        return new SqlMessage(number, word.severity, 1, text.replaceAll("%\\d", ""), 1);
    }
}
