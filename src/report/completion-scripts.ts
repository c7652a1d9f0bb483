// The scripts of `completion`: each hands the words so far to `flowrecon complete` and offers what it answers. They hold no
// command and no flag, so that none grows stale. Pure.
import type { Shell } from '../core/completion.ts';

const BASH = `# flowrecon completion for bash. Load it with: source <(flowrecon completion bash)
_flowrecon() {
  local current=\${COMP_WORDS[COMP_CWORD]} word line i
  local -a words=() answer=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # The words come as they were typed: quotes and backslashes are taken off.
    word=\${word//[\\'\\"\\\\]/}
    words+=("$word")
  done
  while IFS= read -r line; do answer+=("$line"); done < <(flowrecon complete bash -- "\${words[@]}" 2>/dev/null)
  COMPREPLY=()
  if [[ \${answer[0]} == files ]]; then
    compopt -o default 2>/dev/null
    return
  fi
  for line in "\${answer[@]:1}"; do
    # Within quotes bash closes them itself; elsewhere a blank or a * would end or change the word.
    [[ $current == [\\'\\"]* ]] || printf -v line %q "$line"
    COMPREPLY+=("$line")
  done
}
complete -F _flowrecon flowrecon
`;

const ZSH = `#compdef flowrecon
# flowrecon completion for zsh. Load it with: source <(flowrecon completion zsh); or put it as _flowrecon into a folder
# of $fpath.
_flowrecon() {
  local -a answer values shown
  local line
  answer=("\${(@f)$(flowrecon complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  if [[ $answer[1] == files ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files
    return
  fi
  for line in "\${(@)answer[2,-1]}"; do
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  compadd -l -d shown -a values
}
if [[ $funcstack[1] == _flowrecon ]]; then
  _flowrecon "$@"
else
  compdef _flowrecon flowrecon
fi
`;

const FISH = `# flowrecon completion for fish. Load it with: flowrecon completion fish | source
function __flowrecon_complete
    set -l current (string unescape -- (string trim --left --chars "'\\"" -- (commandline -ct)))
    set -l answer (flowrecon complete fish -- (commandline -opc)[2..-1] "$current" 2>/dev/null)
    if test "$answer[1]" = files
        # fish replaces the word as a whole, so what stands before a path in it comes along.
        set -l before (string match -r -- '^--[^=]+=' "$current")
        printf "$before%s\\n" (__fish_complete_path (string replace -- "$before" '' "$current"))
    else
        printf '%s\\n' $answer[2..-1]
    end
end
complete -c flowrecon -f -a '(__flowrecon_complete)'
`;

const POWERSHELL = `# flowrecon completion for PowerShell. Load it with: flowrecon completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName flowrecon -ScriptBlock {
    param($current, $line, $cursor)
    $words = @($line.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursor -or $_.Extent.Text -eq $current } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    if ($current -eq '') { $words += '' }
    $answer = @(flowrecon complete powershell '--' @words 2>$null)
    if ($answer[0] -eq 'files') { return }
    $answer | Select-Object -Skip 1 | ForEach-Object {
        $text, $says = $_ -split "\`t", 2
        if (-not $says) { $says = $text }
        $shown = if ($text -match '[\\s*"]') { "'" + $text.Replace("'", "''") + "'" } else { $text }
        [System.Management.Automation.CompletionResult]::new($shown, $text, 'ParameterValue', $says)
    }
}
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL };

/** The script of one shell. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
