# NEVER RUN until somebody has. Every module, cmdlet and parameter that Quorate may send, one a line, against the modules of this machine:
# what is not there fails; a module that is not installed is named as not judged. Windows PowerShell 5.1.
param([Parameter(Mandatory)][string] $Emitted)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$judged = 0
$wrong = 0
$absent = @{}
foreach ($line in Get-Content -LiteralPath $Emitted) {
    $module, $cmdlet, $parameter = $line -split "`t"
    if (-not $absent.ContainsKey($module)) {
        $absent[$module] = -not (Get-Module -ListAvailable -Name $module) -and -not (Get-Module -Name $module)
    }
    if ($absent[$module]) { continue }
    $judged++
    $command = Get-Command -Name $cmdlet -Module $module -ErrorAction SilentlyContinue
    if (-not $command) {
        $command = Get-Command -Name "$module\$cmdlet" -ErrorAction SilentlyContinue
    }
    if (-not $command) {
        Write-Output "there is no $module\$cmdlet"
        $wrong++
    } elseif (-not $command.Parameters.ContainsKey($parameter)) {
        Write-Output "$module\$cmdlet has no parameter $parameter"
        $wrong++
    }
}
$left = ($absent.GetEnumerator() | Where-Object Value | ForEach-Object Key | Sort-Object) -join ', '
Write-Output "$judged pairs judged, $wrong wrong; not installed, so not judged: $left"
if ($judged -eq 0 -or $wrong -gt 0) { exit 1 }
